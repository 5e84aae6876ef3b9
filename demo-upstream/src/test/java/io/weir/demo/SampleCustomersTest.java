/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A detector only finds numbers whose checksums are right, so a demo of masking stands and falls with them. */
class SampleCustomersTest {

    static Iterable<Customer> customers() {
        return SampleCustomers.ALL;
    }

    @ParameterizedTest
    @MethodSource("customers")
    void cardsHaveTheirLuhnDigit(Customer customer) {
        assertThat(luhnSum(customer.card().replace(" ", "")) % 10).isZero();
    }

    @ParameterizedTest
    @MethodSource("customers")
    void accountsHaveTheirCheckDigits(Customer customer) {
        String iban = customer.iban().replace(" ", "");
        StringBuilder digits = new StringBuilder();
        (iban.substring(4) + iban.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        assertThat(new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)))
                .isEqualTo(BigInteger.ONE);
    }

    private static int luhnSum(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(digits.length() - 1 - i), 10);
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum;
    }
}
