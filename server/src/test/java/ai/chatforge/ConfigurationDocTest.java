package ai.chatforge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.chatforge.platform.config.Setting;
import ai.chatforge.platform.service.ServiceName;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** docs/configuration.md is made from the settings records. */
class ConfigurationDocTest {
    private static final Path FILE = Path.of("../docs/configuration.md");

    @Test
    void theCheckedInPageIsThatOfTheRecords() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Configuration

                Made from the settings records by `ConfigurationDocTest`; do not edit.

                A key can be given as an option of `./chatforge start` (`--chatforge.web.max-upload 200MB`), as an environment
                variable (`CHATFORGE_WEB_MAXUPLOAD=200MB`: upper case, dots become underscores, hyphens go), or in the file
                that `SPRING_CONFIG_ADDITIONAL_LOCATION` names. `--port`, `--address`, `--data-dir` and `--services` are short
                for `--chatforge.port` and so on.
                """);
        for (Class<?> record : SettingsCatalogue.of(EnumSet.allOf(ServiceName.class))) {
            String prefix = record.getAnnotation(ConfigurationProperties.class).value();
            page.append("\n## ").append(prefix).append("\n\n| key | default | meaning |\n|---|---|---|\n");
            rows(record, prefix, page);
        }
        if (Boolean.getBoolean("update") || !Files.exists(FILE)) {
            Files.writeString(FILE, page);
        }
        assertThat(page.toString())
                .as("docs/configuration.md is stale: run mvn -pl server test -Dtest=ConfigurationDocTest -Dupdate=true")
                .isEqualTo(Files.readString(FILE));
    }

    private static void rows(Class<?> record, String prefix, StringBuilder page) {
        for (RecordComponent component : record.getRecordComponents()) {
            String key = prefix + "." + SettingsReader.kebab(component.getName());
            Setting setting = component.getAnnotation(Setting.class);
            assertThat(setting).as("@Setting of %s", key).isNotNull();
            DefaultValue value = parameter(record, component);
            page.append("| `%s` | %s | %s%s |\n"
                    .formatted(
                            key,
                            value == null || value.value().length == 0 ? "" : "`" + value.value()[0] + "`",
                            setting.value(),
                            setting.secret() ? " *Secret.*" : ""));
            Class<?> inner = inner(component.getGenericType());
            if (inner != null) {
                rows(inner, key + (Map.class.isAssignableFrom(component.getType()) ? ".<name>" : ""), page);
            }
        }
    }

    private static @Nullable DefaultValue parameter(Class<?> record, RecordComponent component) {
        var parameters = record.getDeclaredConstructors()[0].getParameters();
        for (var parameter : parameters) {
            if (parameter.getName().equals(component.getName())) {
                return parameter.getAnnotation(DefaultValue.class);
            }
        }
        return null;
    }

    private static @Nullable Class<?> inner(Type type) {
        if (type instanceof Class<?> plain && plain.isRecord()) {
            return plain;
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return generic.getActualTypeArguments()[1] instanceof Class<?> value && value.isRecord() ? value : null;
        }
        return null;
    }

    @Test
    void keysAreWrittenTheWayOperatorsKnow() {
        assertThat(SettingsReader.kebab("requestsPerMinute").toLowerCase(Locale.ROOT))
                .isEqualTo("requests-per-minute");
    }
}
