/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** What the gateway shows to an upstream. The secret itself is read where the call is made. */
public sealed interface Credential {

    /** Where the secret is. */
    SecretSource secret();

    /** {@code Authorization: Bearer …} (RFC 6750). */
    record Bearer(SecretSource secret) implements Credential {
        public Bearer {
            Objects.requireNonNull(secret, "secret");
        }
    }

    /** A header of the given name. */
    record Header(String name, SecretSource secret) implements Credential {
        public Header {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(secret, "secret");
        }
    }

    /** {@code Authorization: Basic …} (RFC 7617): the secret is the password. */
    record Basic(String username, SecretSource secret) implements Credential {
        public Basic {
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(secret, "secret");
        }
    }

    /**
     * {@code Authorization: Bearer …} with an access token that the client credentials grant gives (RFC 6749, section 4.4).
     *
     * @param tokenUrl the authorization server's token endpoint, absolute http or https URL
     * @param clientId the gateway, as it is registered there
     * @param secret the client's secret, shown by HTTP Basic (RFC 6749, section 2.3.1)
     * @param scope what is asked for, words with spaces between; the server's default if empty
     * @param audience for whom the token is to be, where the server wants it so; or
     * @param resource the URI for which it is to be (RFC 8707); not both
     */
    record OAuth(
            URI tokenUrl,
            String clientId,
            SecretSource secret,
            Optional<String> scope,
            Optional<String> audience,
            Optional<URI> resource)
            implements Credential {
        public OAuth {
            Objects.requireNonNull(tokenUrl, "tokenUrl");
            Objects.requireNonNull(clientId, "clientId");
            Objects.requireNonNull(secret, "secret");
            Objects.requireNonNull(scope, "scope");
            if (audience.isPresent() && resource.isPresent()) {
                throw new IllegalArgumentException("a token is for an audience or for a resource");
            }
        }
    }
}
