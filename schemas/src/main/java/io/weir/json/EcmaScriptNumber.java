/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.json;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as ECMAScript writes them (ECMA-262 section 6.1.6.1.20, Number::toString, radix 10), which is what RFC 8785
 * section 3.2.2.3 asks for: the fewest digits that read back as the same double, and among those the closest.
 */
final class EcmaScriptNumber {
    private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);
    private static final int MAX_PLAIN_EXPONENT = 21;
    private static final int MIN_PLAIN_EXPONENT = -6;

    private EcmaScriptNumber() {}

    /** @throws CanonicalJsonException if the value is infinite or not a number */
    static String format(double value) {
        if (!Double.isFinite(value)) {
            throw new CanonicalJsonException("a number is too large for an IEEE 754 double");
        }
        if (value == 0) {
            return "0";
        }
        String digits = layOut(shortest(Math.abs(value)));
        return value < 0 ? "-" + digits : digits;
    }

    /**
     * Before Java 19, {@code Double.toString} is not always the shortest, hence Schubfach. That in turn writes two digits
     * where one would do, which matters for the smallest doubles only (4.9E-324 for 5e-324).
     */
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(DoubleToDecimal.toString(value)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            BigDecimal shorter = decimal.round(ONE_DIGIT);
            return shorter.doubleValue() == value ? shorter.stripTrailingZeros() : decimal;
        }
        return decimal;
    }

    private static String layOut(BigDecimal decimal) {
        String digits = decimal.unscaledValue().toString();
        int exponent = digits.length() - decimal.scale();
        if (exponent > MAX_PLAIN_EXPONENT || exponent <= MIN_PLAIN_EXPONENT) {
            return scientific(digits, exponent - 1);
        }
        if (exponent <= 0) {
            return "0." + "0".repeat(-exponent) + digits;
        }
        if (exponent >= digits.length()) {
            return digits + "0".repeat(exponent - digits.length());
        }
        return digits.substring(0, exponent) + "." + digits.substring(exponent);
    }

    private static String scientific(String digits, int exponent) {
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}
