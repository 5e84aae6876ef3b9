/** Facts: what happens besides messages. */
package io.weir.ingress.audit;
