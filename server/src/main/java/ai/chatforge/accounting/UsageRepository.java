package ai.chatforge.accounting;

import ai.chatforge.platform.persistence.Database;
import ai.chatforge.platform.persistence.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/** SQL for statistics of accounting.reservation: those that are resolved are the records of use. */
@Repository
class UsageRepository {
    private final Database db;

    UsageRepository(@Qualifier("accounting") Database db) {
        this.db = db;
    }

    /** @param account null: of everybody whose rows are to be seen */
    Usage of(@Nullable UUID account, Usage.Question question) {
        List<Usage.Line> lines = lines(account, question);
        boolean whole = lines.size() < Usage.LINES;
        return question.answer(lines, whole ? lines : lines(account, question.together()));
    }

    private List<Usage.Line> lines(@Nullable UUID account, Usage.Question question) {
        Set<Usage.Group> groups = question.groups();
        String columns = groups.stream()
                .map(group -> group.expression() + " as of_" + group.key() + ", ")
                .collect(Collectors.joining());
        String numbers = IntStream.rangeClosed(1, groups.size())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        String grouped = groups.isEmpty() ? "" : "group by " + numbers + " order by " + numbers;
        return db.sql()
                .sql("""
                        select %s count(*) as answers, coalesce(sum(used_prompt), 0) as prompt,
                          coalesce(sum(used_cached), 0) as cached, coalesce(sum(used_completion), 0) as completion,
                          coalesce(sum(charged), 0) as credits, coalesce(sum(written_off), 0) as written_off,
                          count(*) filter (where not reported) as counted
                        from accounting.reservation
                        where state <> 'pending' and resolved_at >= :start and resolved_at < :end %s
                        %s limit %d
                        """.formatted(columns, account == null ? "" : "and tenant_id = :account", grouped, Usage.LINES))
                .param("account", account, Types.OTHER)
                .param("start", Timestamps.of(question.start()))
                .param("end", Timestamps.of(question.end()))
                .query((rs, n) -> line(rs, groups))
                .list();
    }

    private static Usage.Line line(ResultSet rs, Set<Usage.Group> groups) throws SQLException {
        return new Usage.Line(
                value(rs, groups, Usage.Group.DAY, LocalDate.class),
                value(rs, groups, Usage.Group.ACCOUNT, UUID.class),
                value(rs, groups, Usage.Group.BOT, UUID.class),
                value(rs, groups, Usage.Group.USER, UUID.class),
                value(rs, groups, Usage.Group.PROVIDER, String.class),
                value(rs, groups, Usage.Group.MODEL, String.class),
                value(rs, groups, Usage.Group.ORIGIN, String.class),
                new Usage.Sums(
                        rs.getLong("answers"),
                        rs.getLong("prompt"),
                        rs.getLong("cached"),
                        rs.getLong("completion"),
                        rs.getLong("credits"),
                        rs.getLong("written_off"),
                        rs.getLong("counted")));
    }

    private static <T> @Nullable T value(ResultSet rs, Set<Usage.Group> groups, Usage.Group group, Class<T> type)
            throws SQLException {
        return groups.contains(group) ? rs.getObject("of_" + group.key(), type) : null;
    }
}
