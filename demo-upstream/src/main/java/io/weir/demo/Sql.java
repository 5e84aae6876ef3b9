/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The few statements that a demo needs: {@code SELECT *|count(*)|a, b FROM t [WHERE c = 'v'] [LIMIT n]},
 * {@code DELETE FROM t [WHERE c = 'v']} and {@code DROP TABLE t}.
 */
sealed interface Sql {

    /** Runs the statement on these tables, which it may change. */
    List<Map<String, Object>> run(Map<String, List<Map<String, Object>>> tables);

    /**
     * Reads one statement; a final semicolon is allowed.
     *
     * @throws IllegalArgumentException when it is none of the statements above
     */
    static Sql parse(String statement) {
        String text = statement.strip().replaceFirst(";\\s*$", "");
        Matcher select = Select.SYNTAX.matcher(text);
        if (select.matches()) {
            int limit = select.group("limit") == null ? Integer.MAX_VALUE : Integer.parseInt(select.group("limit"));
            return new Select(select.group("columns").strip(), name(select), Where.of(select), limit);
        }
        Matcher delete = Delete.SYNTAX.matcher(text);
        if (delete.matches()) {
            return new Delete(name(delete), Where.of(delete));
        }
        Matcher drop = Drop.SYNTAX.matcher(text);
        if (drop.matches()) {
            return new Drop(name(drop));
        }
        throw new IllegalArgumentException("This database understands SELECT, DELETE and DROP TABLE");
    }

    private static String name(Matcher matcher) {
        return matcher.group("table").toLowerCase(Locale.ROOT);
    }

    private static List<Map<String, Object>> table(Map<String, List<Map<String, Object>>> tables, String name) {
        List<Map<String, Object>> table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("There is no table " + name);
        }
        return table;
    }

    /** {@code WHERE column = 'value'}, or everything. */
    record Where(String column, String value) implements Predicate<Map<String, Object>> {
        static final String SYNTAX =
                "(?:\\s+where\\s+(?<column>\\w+)\\s*=\\s*(?:'(?<text>[^']*)'|(?<number>[\\d.]+)))?";

        static Where of(Matcher matcher) {
            String text = matcher.group("text");
            return new Where(matcher.group("column"), text == null ? matcher.group("number") : text);
        }

        @Override
        public boolean test(Map<String, Object> row) {
            return column == null
                    || String.valueOf(row.get(column.toLowerCase(Locale.ROOT))).equals(value);
        }
    }

    record Select(String columns, String table, Where where, int limit) implements Sql {
        private static final Pattern SYNTAX =
                Pattern.compile("(?is)select\\s+(?<columns>[\\w\\s,*()]+?)\\s+from\\s+(?<table>\\w+)" + Where.SYNTAX
                        + "(?:\\s+limit\\s+(?<limit>\\d{1,9}))?");

        @Override
        public List<Map<String, Object>> run(Map<String, List<Map<String, Object>>> tables) {
            List<Map<String, Object>> rows =
                    Sql.table(tables, table).stream().filter(where).toList();
            if (columns.equalsIgnoreCase("count(*)")) {
                return List.of(Map.of("count", rows.size()));
            }
            return rows.stream().limit(limit).map(this::project).toList();
        }

        private Map<String, Object> project(Map<String, Object> row) {
            if (columns.equals("*")) {
                return row;
            }
            Map<String, Object> chosen = new LinkedHashMap<>();
            for (String column : columns.toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1)) {
                if (!row.containsKey(column)) {
                    throw new IllegalArgumentException("There is no column " + column + " in " + table);
                }
                chosen.put(column, row.get(column));
            }
            return chosen;
        }
    }

    record Delete(String table, Where where) implements Sql {
        private static final Pattern SYNTAX = Pattern.compile("(?is)delete\\s+from\\s+(?<table>\\w+)" + Where.SYNTAX);

        @Override
        public List<Map<String, Object>> run(Map<String, List<Map<String, Object>>> tables) {
            List<Map<String, Object>> rows = Sql.table(tables, table);
            List<Map<String, Object>> kept = new ArrayList<>(rows);
            kept.removeIf(where);
            tables.put(table, kept);
            return List.of(Map.of("affected", rows.size() - kept.size()));
        }
    }

    record Drop(String table) implements Sql {
        private static final Pattern SYNTAX = Pattern.compile("(?is)drop\\s+table\\s+(?<table>\\w+)");

        @Override
        public List<Map<String, Object>> run(Map<String, List<Map<String, Object>>> tables) {
            int rows = Sql.table(tables, table).size();
            tables.remove(table);
            return List.of(Map.of("affected", rows));
        }
    }
}
