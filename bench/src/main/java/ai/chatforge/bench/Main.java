package ai.chatforge.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code bench/run p1|p2|p3|p4|p5|s7|guard|guarded|jobs|hostile|held|overload|noisy|pinned|all|retrieval}: what each measures stands in bench/README.md. */
final class Main {
    private static final Map<String, Measurement> ALL = new LinkedHashMap<>();

    static {
        ALL.put("p1", new StartBench());
        ALL.put("p2", new ChatBench());
        ALL.put("p3", new StreamBench());
        ALL.put("p4", new RetrievalBench());
        ALL.put("p5", new IngestBench());
        ALL.put("s7", new EnumerationBench());
        ALL.put("guard", new PrivacyBench());
        ALL.put("guarded", new GuardedBench());
        ALL.put("jobs", new JobsBench());
        ALL.put("hostile", new HostileBench());
        ALL.put("held", new HeldBench());
        ALL.put("overload", new OverloadBench());
        ALL.put("noisy", new NoisyBench());
        ALL.put("pinned", new PinnedBench());
    }

    private Main() {}

    static void main(String[] args) throws Exception {
        List<String> chosen = args.length == 0 || args[0].equals("all") ? List.copyOf(ALL.keySet()) : List.of(args);
        Workshop shop = Workshop.at(Path.of("").toAbsolutePath());
        if (chosen.getFirst().equals("retrieval")) {
            measure(shop, new QualityBench(args), "P6");
            return;
        }
        for (String name : chosen) {
            Measurement measurement = ALL.get(name);
            if (measurement == null) {
                System.err.println("There is no measurement '" + name + "'. Write: bench/run "
                        + String.join("|", ALL.keySet()) + "|all|retrieval [folder...]");
                System.exit(2);
            } else {
                measure(shop, measurement, name.toUpperCase(java.util.Locale.ROOT));
            }
        }
    }

    private static void measure(Workshop shop, Measurement measurement, String name) throws Exception {
        System.out.println("## " + name + ": " + measurement.title());
        System.out.println(shop.machine());
        measurement.run(shop);
        System.out.println();
    }
}
