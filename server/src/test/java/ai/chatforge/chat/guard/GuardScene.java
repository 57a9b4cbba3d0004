package ai.chatforge.chat.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Private passages, names, what is permitted, and answers that have something of all of them in some disguise. The same
 * for the same seed.
 */
record GuardScene(
        List<String> passages,
        List<String> names,
        List<String> permitted,
        List<String> attached,
        List<String> earlier,
        List<String> answers) {
    private static final List<String> WORDS = words();
    private static final String[] ENDS = {" ", " ", " ", " ", ", ", ". ", "; ", " - ", "\n"};

    private static List<String> words() {
        Random random = new Random(7);
        List<String> all = new ArrayList<>(List.of(
                "größer", "café", "señor", "naïve", "Übung", "7", "12", "30", "45", "2026", "s3cr3t", "A1", "v7", "1l",
                "@home", "Wald", "товар", "склада", "本公司计划", "工厂", "a", "of", "the", "in", "to", "ΑΒΓ", "it", "is"));
        for (int i = 0; i < 400; i++) {
            int length = 2 + random.nextInt(8);
            all.add(random.ints(length, 'a', 'z' + 1)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining()));
        }
        return all;
    }

    static GuardScene of(long seed) {
        return new Maker(new Random(seed)).scene();
    }

    private record Maker(Random random) {
        GuardScene scene() {
            List<String> passages = new ArrayList<>();
            for (int i = random.nextInt(1, 11); i > 0; i--) {
                String text = text(random.nextInt(4, 90));
                passages.add(passages.isEmpty() || random.nextInt(4) > 0 ? text : text + some(passages) + text(5));
            }
            List<String> names = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                names.add(name(passages));
            }
            List<String> permitted = several(4, () -> mixture(passages, names, 60));
            List<String> attached = several(2, () -> mixture(passages, names, 60));
            return new GuardScene(
                    passages,
                    names,
                    permitted,
                    attached,
                    several(3, () -> disguised(mixture(passages, names, 40))),
                    Stream.generate(() -> answer(passages, names, permitted))
                            .limit(6)
                            .toList());
        }

        private String name(List<String> passages) {
            return switch (random.nextInt(6)) {
                case 0 -> "https://www.intranet.example/" + word() + "/" + word() + "?page=" + random.nextInt(99);
                case 1 -> text(3).strip() + ".pdf";
                case 2 -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
                case 3 -> capital(word());
                case 4 -> capital(words(some(passages)).getFirst());
                default -> text(random.nextInt(1, 5)).strip();
            };
        }

        private static String capital(String word) {
            return word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1);
        }

        private <T> List<T> several(int most, java.util.function.Supplier<T> one) {
            return Stream.generate(one).limit(random.nextInt(most + 1)).toList();
        }

        private String answer(List<String> passages, List<String> names, List<String> permitted) {
            StringBuilder all = new StringBuilder();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                String part = permitted.isEmpty() || random.nextBoolean()
                        ? mixture(passages, names, 50)
                        : run(some(permitted), 40);
                all.append(random.nextBoolean() ? part : disguised(part)).append(' ');
            }
            return all.toString();
        }

        private String disguised(String text) {
            Disguise[] all = Disguise.values();
            return all[random.nextInt(all.length)].write(text);
        }

        /** Runs of the passages, names and other words. */
        private String mixture(List<String> passages, List<String> names, int words) {
            StringBuilder all = new StringBuilder(text(1));
            while (words(all.toString()).size() < words) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> all.append(run(some(passages), 24));
                    case 2 -> all.append(names.isEmpty() ? "" : some(names)).append(' ');
                    default -> all.append(text(random.nextInt(1, 9)));
                }
            }
            return all.toString();
        }

        private String run(String text, int most) {
            List<String> words = words(text);
            int from = random.nextInt(words.size());
            return String.join(" ", words.subList(from, Math.min(words.size(), from + random.nextInt(1, most)))) + " ";
        }

        private static List<String> words(String text) {
            return List.of(text.strip().split("\\s+"));
        }

        private String some(List<String> texts) {
            return texts.get(random.nextInt(texts.size()));
        }

        private String word() {
            return some(WORDS);
        }

        private String text(int words) {
            return Stream.generate(() -> word() + ENDS[random.nextInt(ENDS.length)])
                    .limit(words)
                    .collect(Collectors.joining());
        }
    }
}
