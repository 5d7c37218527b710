// SPDX-License-Identifier: Apache-2.0
/* What a call of the runtime library can answer.
 *
 * No answer is 0 or -1, and any two differ in at least 13 bits, so that a register stuck at a usual
 * value or a few flipped bits never turn a refusal into a success. Compare with == RPRT_OK; "not an
 * error" and "not negative" are not a success. Success and progress are positive, failures negative.
 */
#ifndef RPRT_STATUS_H
#define RPRT_STATUS_H

enum rprt_status {
    RPRT_OK = 0x69756481,    // done, and every check on the way was passed
    RPRT_AGAIN = 0x162eb5d7, // the budget is spent: call the step again

    RPRT_ERR_ARG = -0x7f8fe16a,       // an argument or a configuration is outside its range
    RPRT_ERR_STATE = -0x7a4cdfec,     // not allowed now (not open, another operation running)
    RPRT_ERR_PORT = -0x326c1211,      // a port function is missing or failed
    RPRT_ERR_FLASH = -0x447591b8,     // the flash could not be read, programmed or erased
    RPRT_ERR_FULL = -0x4154aa55,      // no room left
    RPRT_ERR_NOT_FOUND = -0x076cf8a2, // there is no such record, user or image
    RPRT_ERR_CORRUPT = -0x49a844ae,   // authentic content is missing or was changed
    RPRT_ERR_MISMATCH = -0x0e843557,  // two secrets, tags or digests differ
    RPRT_ERR_ROLLBACK = -0x2e4b53a6,  // older than the counter allows
    RPRT_ERR_DENIED = -0x5ab06b4c,    // this person, origin or mode may not do this
    RPRT_ERR_LOCKED = -0x7c877e82,    // waiting time after failures is running
    RPRT_ERR_EXPIRED = -0x15eb01d7,   // a session or deadline has ended
    RPRT_ERR_LIMIT = -0x55179d43,     // a value or rate is above its limit
    RPRT_ERR_PROVIDER = -0x13a32c31,  // the cryptographic provider failed or had no memory
    RPRT_ERR_RANDOM = -0x059fa7ad,    // the random source failed or is stuck
    RPRT_ERR_COUNTER = -0x6709229c,   // a counter cannot be read, advanced, or is used up
    RPRT_ERR_KEY = -0x646aeb8f,       // the key is missing
    RPRT_ERR_CLOSED = -0x3f52c4c4,    // the connection is closed
    RPRT_ERR_FAULT = -0x0941754a,     // the library's own state contradicts itself
    RPRT_ERR_FORMAT = -0x2a742c90,    // bytes from outside are not of the expected form
    RPRT_ERR_VERSION = -0x28b6bb23,   // of a version that is not allowed
    RPRT_ERR_DEVICE = -0x2ef9c04d,    // made for another device
};

// A yes or no on which safety or security depends. Anything else than the two means no.
enum rprt_answer {
    RPRT_YES = 0x5670d4aa,
    RPRT_NO = 0x79e4abc4,
};

// Marks results that must be looked at.
#if defined(__GNUC__)
#define RPRT_CHECKED __attribute__((warn_unused_result))
#else
#define RPRT_CHECKED
#endif

#endif
