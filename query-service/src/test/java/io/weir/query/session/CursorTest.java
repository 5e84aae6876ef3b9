/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.query.journal.StoreKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void isReadAsItWasWritten() {
        // Given
        Cursor cursor = new Cursor(1_700_000_000_000L, "prefix.a/b_c-d");

        // Then
        assertThat(Cursor.decode(cursor.encoded())).isEqualTo(cursor);
    }

    @Test
    void nextIsRightBehindItsSession() {
        // Given
        Cursor cursor = new Cursor(1000, "p.b");

        // Then
        assertThat(cursor.next()).isGreaterThan(StoreKeys.byStart(1000, "p.b"));
        assertThat(cursor.next()).isLessThan(StoreKeys.byStart(1000, "p.ba"));
        assertThat(cursor.next()).isLessThan(StoreKeys.byStart(999, "p.a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "bm90LWEtY3Vyc29y", "eC95"})
    void isRefusedIfItIsSomethingElse(String text) {
        // Then
        assertThatIllegalArgumentException().isThrownBy(() -> Cursor.decode(text));
    }
}
