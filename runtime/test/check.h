// SPDX-License-Identifier: Apache-2.0
// What each test file of the device library includes before anything else.
#ifndef RPRT_TEST_CHECK_H
#define RPRT_TEST_CHECK_H

// cmocka.h wants these before it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

// Compares two statuses and shows them in hexadecimal when they differ.
#define assert_status(got, expected) assert_int_equal((int)(got), (int)(expected))

#endif
