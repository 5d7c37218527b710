// SPDX-License-Identifier: Apache-2.0
/*
 * A file as a source, or a message that says why not.
 */
#include "base/file.h"
#include "read/build.h"

#include <errno.h>

const struct rp_source *rp_read_source(struct rp_arena *a, struct rp_str path, size_t max,
                                       struct rp_loc asked_at, struct rp_diags *d)
{
    struct rp_str name = rp_str_copy(a, path), text;
    struct rp_file_error error;
    enum rp_status status = RP_ERR_IO;
    // A path of the user that holds a NUL names no file.
    if (memchr(name.p, 0, name.n))
        error.code = ENOENT;
    else
        status = rp_file_read(a, name.p, max, &text, &error);
    if (status == RP_OK) {
        if (!rp_str_eq(name, RP_STR("-")))
            rp_diags_note_input(d, name);
        return rp_source_new(a, name, text);
    }
    enum rp_msg msg = RP_MSG_FILE_UNREADABLE;
    if (status == RP_ERR_LIMIT)
        msg = RP_MSG_FILE_TOO_LARGE;
    else if (error.code == EISDIR)
        msg = RP_MSG_FILE_IS_FOLDER;
    else if (error.code == ENOENT || error.code == ENOTDIR)
        msg = RP_MSG_FILE_MISSING;
    rp_report(d, msg, asked_at, "%.*s", RP_FMT(name));
    return NULL;
}
