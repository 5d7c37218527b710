// SPDX-License-Identifier: Apache-2.0
/*
 * How a run can fail.  Mistakes of the user are diagnostics; this is for everything else.
 */
#ifndef REMPART_BASE_STATUS_H
#define REMPART_BASE_STATUS_H

#define RP_MUST_USE __attribute__((warn_unused_result))

enum rp_status {
    RP_OK,
    RP_ERR_INPUT, // the input has errors; the diagnostics say which
    RP_ERR_IO,    // a file could not be read or written
    RP_ERR_LIMIT, // larger than a limit of this program
    RP_ERR_TOOL,  // a library or an outside program failed
};

#endif
