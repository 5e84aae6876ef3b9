/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of the table {@code customers}.
 *
 * @param id the key, such as {@code 1001}
 * @param number the customer number, such as {@code CUST-104711}: what a pattern of a policy can find
 * @param card a card number whose Luhn check digit is right
 * @param iban an account number whose check digits are right (ISO 13616)
 */
public record Customer(String id, String number, String name, String email, String iban, String card, String city) {

    /** The row as column name to value, in column order. */
    Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("number", number);
        row.put("name", name);
        row.put("email", email);
        row.put("iban", iban);
        row.put("card", card);
        row.put("city", city);
        return row;
    }

    /** The row as a person would write it down. */
    String text() {
        return "%s (%s), %s. E-mail %s, IBAN %s, card %s.".formatted(name, number, city, email, iban, card);
    }
}
