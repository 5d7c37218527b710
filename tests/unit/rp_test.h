// SPDX-License-Identifier: Apache-2.0
/*
 * The whole unit-test framework: checks that print where they failed and go on.
 */
#ifndef REMPART_TEST_H
#define REMPART_TEST_H

#include <stdio.h>
#include <string.h>

static int rp_test_checks, rp_test_failures;

#define CHECK(cond) CHECK_AT(cond, "")

// row: name of the table row that is checked
#define CHECK_AT(cond, row)                                                                        \
    do {                                                                                           \
        rp_test_checks++;                                                                          \
        if (!(cond)) {                                                                             \
            fprintf(stderr, "%s:%d: [%s] failed: %s\n", __FILE__, __LINE__, (row), #cond);         \
            rp_test_failures++;                                                                    \
        }                                                                                          \
    } while (0)

// A test that checked nothing has failed.
#define TEST_DONE() return rp_test_failures || !rp_test_checks ? 1 : 0

#endif
