/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

/**
 * What the protocol says about a member of an object.
 *
 * @param name how its name is treated
 * @param value how a string or number in it is treated
 * @param element how a string or number in an array in it is treated
 * @param inside what an object in it is, or in an array in it
 */
record Member(Treatment name, Treatment value, Treatment element, Place inside) {}
