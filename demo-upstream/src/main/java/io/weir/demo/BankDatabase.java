/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The bank's data in memory. A statement that destroys data destroys it, so that a test can see that it never ran. */
public final class BankDatabase {

    /** The most rows that {@code transfers} keeps: a load test makes many. */
    private static final int TRANSFERS_KEPT = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
    private long transferCount;

    private BankDatabase() {}

    /** A database as it is at the start of each story: three customers and no transfer. */
    public static BankDatabase sample() {
        BankDatabase database = new BankDatabase();
        List<Map<String, Object>> customers = new ArrayList<>();
        SampleCustomers.ALL.forEach(customer -> customers.add(customer.row()));
        database.tables.put("customers", customers);
        database.tables.put("transfers", new ArrayList<>());
        return database;
    }

    /** The names of the tables that still exist. */
    public List<String> tableNames() {
        return locked(() -> List.copyOf(tables.keySet()));
    }

    /** The customers in order of their ids; none when the table was dropped. */
    List<Map<String, Object>> customers() {
        return locked(() -> List.copyOf(tables.getOrDefault("customers", List.of())));
    }

    Optional<Customer> customer(String id) {
        return customers().stream()
                .filter(row -> row.get("id").equals(id))
                .findFirst()
                .flatMap(row -> SampleCustomers.byId(id));
    }

    /**
     * Books a transfer.
     *
     * @return its confirmation, {@code TRX-000001} onwards
     */
    String transfer(String from, String to, BigDecimal amount, String reference) {
        return locked(() -> {
            String confirmation = "TRX-%06d".formatted(++transferCount);
            List<Map<String, Object>> transfers = tables.computeIfAbsent("transfers", name -> new ArrayList<>());
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("confirmation", confirmation);
            row.put("from", from);
            row.put("to", to);
            row.put("amount", amount);
            row.put("reference", reference);
            transfers.add(row);
            if (transfers.size() > TRANSFERS_KEPT) {
                transfers.remove(0);
            }
            return confirmation;
        });
    }

    /**
     * Runs one statement of the little SQL that {@link Sql} knows.
     *
     * @return the rows that it selected, or one row {@code {"affected": n}}
     * @throws IllegalArgumentException when the statement is not understood or names no table
     */
    public List<Map<String, Object>> execute(String statement) {
        Sql sql = Sql.parse(statement);
        return locked(() -> sql.run(tables));
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
