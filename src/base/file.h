// SPDX-License-Identifier: Apache-2.0
/*
 * Files: read whole with a limit, written beside and renamed.
 */
#ifndef REMPART_BASE_FILE_H
#define REMPART_BASE_FILE_H

#include "base/status.h"
#include "base/str.h"

// Why a file could not be read or written, when status is not RP_OK: an errno value, or 0 when the
// status says it all.
struct rp_file_error {
    int code;
};

// Whole content of a regular file, in the arena.  path "-" reads standard input.
// RP_ERR_LIMIT when it is larger than max bytes; RP_ERR_IO otherwise (a directory gives EISDIR).
RP_MUST_USE enum rp_status rp_file_read(struct rp_arena *a, const char *path, size_t max,
                                        struct rp_str *ret_text, struct rp_file_error *ret_error);

// Replaces the file by the text, all or nothing: written beside, synced, renamed.  On failure the
// old file is whole and nothing is left beside it, also when a signal ends the program meanwhile
// (code EINTR when it came in time to stop the writing).  path "-" writes to standard output; a device or a pipe is written to in place.
RP_MUST_USE enum rp_status rp_file_write(struct rp_arena *a, const char *path, struct rp_str text,
                                         struct rp_file_error *ret_error);

// The name from the root of the file that a path names, links followed; of one that is not there yet,
// that which it will have.  In the arena.
struct rp_str rp_file_full_name(struct rp_arena *a, struct rp_str path);

// The part of a path up to and with its last slash; empty when there is none.
struct rp_str rp_file_folder(struct rp_str path);

// name as seen from folder: folder + name, or name itself when it is absolute.  In the arena.
struct rp_str rp_file_join(struct rp_arena *a, struct rp_str folder, struct rp_str name);

#endif
