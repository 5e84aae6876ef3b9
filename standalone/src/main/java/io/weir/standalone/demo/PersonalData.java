/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.demo;

import io.weir.demo.Customer;
import io.weir.demo.SampleCustomers;
import java.util.List;
import java.util.stream.Stream;

/** What must not be seen: the personal data of the bank's customers. */
public final class PersonalData {

    private PersonalData() {}

    /** Every value that a mask rule of the starter policy covers, in each form in which it may turn up. */
    public static List<String> values() {
        return SampleCustomers.ALL.stream()
                .flatMap(PersonalData::of)
                .flatMap(value -> Stream.of(value, value.replace(" ", "")))
                .distinct()
                .toList();
    }

    private static Stream<String> of(Customer customer) {
        return Stream.of(customer.number(), customer.email(), customer.iban(), customer.card());
    }

    /** Whether a text holds none of it. */
    public static boolean absentFrom(String text) {
        return values().stream().noneMatch(text::contains);
    }
}
