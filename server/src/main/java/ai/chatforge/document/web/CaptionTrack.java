package ai.chatforge.document.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A track of captions that the player's data names. */
record CaptionTrack(String url, String language, boolean generated) {

    /** The preferred language, else the one that is spoken; of either what people wrote rather than what was heard. */
    static @Nullable CaptionTrack choose(JsonNode player, @Nullable String preferred) {
        List<CaptionTrack> tracks = of(player);
        String spoken = tracks.stream()
                .filter(CaptionTrack::generated)
                .map(CaptionTrack::language)
                .findFirst()
                .orElse(null);
        return in(tracks, preferred)
                .or(() -> in(tracks, spoken))
                .or(() -> tracks.stream().findFirst())
                .orElse(null);
    }

    private static List<CaptionTrack> of(JsonNode player) {
        List<CaptionTrack> tracks = new ArrayList<>();
        for (JsonNode track :
                player.path("captions").path("playerCaptionsTracklistRenderer").path("captionTracks")) {
            String url = track.path("baseUrl").asString("").replaceAll("&fmt=[a-z0-9]+", "");
            if (!url.isEmpty()) {
                tracks.add(new CaptionTrack(
                        url + "&fmt=json3",
                        track.path("languageCode").asString(""),
                        track.path("kind").asString("").equals("asr")));
            }
        }
        return tracks;
    }

    private static Optional<CaptionTrack> in(List<CaptionTrack> tracks, @Nullable String language) {
        if (language == null) {
            return Optional.empty();
        }
        Predicate<CaptionTrack> exact = track -> track.language().equalsIgnoreCase(language);
        Predicate<CaptionTrack> near = track -> main(track.language()).equals(main(language));
        Predicate<CaptionTrack> written = track -> !track.generated();
        return first(tracks, exact.and(written))
                .or(() -> first(tracks, near.and(written)))
                .or(() -> first(tracks, exact))
                .or(() -> first(tracks, near));
    }

    private static Optional<CaptionTrack> first(List<CaptionTrack> tracks, Predicate<CaptionTrack> which) {
        return tracks.stream().filter(which).findFirst();
    }

    private static String main(String tag) {
        return tag.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
    }
}
