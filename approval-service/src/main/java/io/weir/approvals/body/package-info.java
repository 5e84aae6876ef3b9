/** What the bodies of requests hold, read strictly. */
package io.weir.approvals.body;
