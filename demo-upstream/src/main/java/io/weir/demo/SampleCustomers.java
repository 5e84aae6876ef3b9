/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import java.util.List;
import java.util.Optional;

/** Invented people with published test numbers, whose checksums are right so that a detector finds them. */
public final class SampleCustomers {

    /** Ada Lovelace, id {@code 1001}: the customer of the demo's story. */
    public static final Customer ADA = new Customer(
            "1001",
            "CUST-104711",
            "Ada Lovelace",
            "ada.lovelace@example.com",
            "DE89370400440532013000",
            "4111 1111 1111 1111",
            "London");

    static final Customer GRACE = new Customer(
            "1002",
            "CUST-104712",
            "Grace Hopper",
            "grace.hopper@example.org",
            "GB82 WEST 1234 5698 7654 32",
            "5555555555554444",
            "New York");

    static final Customer ALAN = new Customer(
            "1003",
            "CUST-104713",
            "Alan Turing",
            "alan.turing@example.net",
            "FR1420041010050500013M02606",
            "378282246310005",
            "Manchester");

    /** Everybody, in order of their ids. */
    public static final List<Customer> ALL = List.of(ADA, GRACE, ALAN);

    private SampleCustomers() {}

    static Optional<Customer> byId(String id) {
        return ALL.stream().filter(customer -> customer.id().equals(id)).findFirst();
    }
}
