/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.config;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** Validators of texts; their messages say what is expected and never echo a secret. */
public final class Texts {

    private static final int SECRET_LENGTH = 16;

    public static final Validator NOT_BLANK = validator("a text", Texts::notBlank);
    public static final Validator NOT_EMPTY = validator("at least one", Texts::notEmpty);
    public static final Validator HTTP_URL = validator("an http or https URL", Texts::url);
    public static final Validator HTTP_URL_OR_EMPTY = validator("an http or https URL, or empty", (key, value) -> {
        if (!((String) value).isBlank()) {
            url(key, value);
        }
    });
    public static final Validator SECRET = validator("at least 16 characters", Texts::secret);
    public static final Validator SIGNATURE_ALGORITHMS = validator("asymmetric JWS algorithms", Texts::algorithms);

    private Texts() {}

    private interface Check {
        void check(String key, Object value);
    }

    private static Validator validator(String expected, Check check) {
        return LambdaValidator.with(
                (key, value) -> {
                    // A missing value has its own message.
                    if (value != null) {
                        check.check(key, value);
                    }
                },
                () -> expected);
    }

    private static void notBlank(String key, Object value) {
        if (((String) value).isBlank()) {
            throw new ConfigException("Must not be blank");
        }
    }

    private static void notEmpty(String key, Object value) {
        if (((List<?>) value).isEmpty()) {
            throw new ConfigException("Must have at least one value");
        }
    }

    private static void url(String key, Object value) {
        String problem = "Must be an absolute http or https URL without user info, query and fragment";
        try {
            URI uri = URI.create((String) value);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!http
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                throw new ConfigException(problem);
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException(problem);
        }
    }

    private static void secret(String key, Object value) {
        if (((Password) value).value().length() < SECRET_LENGTH) {
            throw new ConfigException("Must have at least " + SECRET_LENGTH + " characters");
        }
    }

    private static void algorithms(String key, Object value) {
        for (Object name : (List<?>) value) {
            if (!JWSAlgorithm.Family.SIGNATURE.contains(JWSAlgorithm.parse((String) name))) {
                throw new ConfigException(
                        name + " is not an asymmetric signature algorithm; use some of RS256, PS256, ES256, EdDSA");
            }
        }
    }
}
