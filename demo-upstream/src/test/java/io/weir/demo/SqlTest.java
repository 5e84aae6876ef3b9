/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {

    private final BankDatabase database = BankDatabase.sample();

    @Test
    void selectsColumnsOfTheRowsThatMatch() {
        // When
        List<Map<String, Object>> rows = database.execute("SELECT name, city FROM customers WHERE id = '1002';");
        // Then
        assertThat(rows).containsExactly(Map.of("name", "Grace Hopper", "city", "New York"));
    }

    @Test
    void countsAndLimits() {
        assertThat(database.execute("select count(*) from customers")).containsExactly(Map.of("count", 3));
        assertThat(database.execute("select * from customers limit 2")).hasSize(2);
    }

    @Test
    void dropsATableForGood() {
        // When
        database.execute("DROP TABLE customers");
        // Then
        assertThat(database.tableNames()).containsExactly("transfers");
        assertThatIllegalArgumentException().isThrownBy(() -> database.execute("select * from customers"));
    }

    @Test
    void deletesOnlyTheRowsThatMatch() {
        // When
        List<Map<String, Object>> result = database.execute("delete from customers where id = 1001");
        // Then
        assertThat(result).containsExactly(Map.of("affected", 1));
        assertThat(database.execute("select id from customers"))
                .extracting(row -> row.get("id"))
                .containsExactly("1002", "1003");
    }

    @Test
    void showsTransfersThatWereBooked() {
        // When
        String confirmation = database.transfer("A", "B", new BigDecimal("2500.00"), "rent");
        // Then
        assertThat(database.execute("select confirmation, amount from transfers"))
                .containsExactly(Map.of("confirmation", confirmation, "amount", new BigDecimal("2500.00")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "update customers set name = 'x'",
                "select * from nowhere",
                "select salary from customers",
                "select * from customers; drop table customers"
            })
    void refusesWhatItDoesNotUnderstand(String statement) {
        assertThatIllegalArgumentException().isThrownBy(() -> database.execute(statement));
        assertThat(database.tableNames()).contains("customers");
    }
}
