// SPDX-License-Identifier: Apache-2.0
/*
 * A path whose last part holds stars -> the files it means, in an order that does not depend on the
 * file system.
 */
#include "base/file.h"
#include "evidence/reader.h"

#include <dirent.h>
#include <stdlib.h>

bool rp_evidence_fits(struct rp_str name, struct rp_str pattern)
{
    // Where to go on after the last '*' when what follows it does not fit.
    size_t star = pattern.n, again = 0, i = 0, k = 0;
    while (i < name.n) {
        if (k < pattern.n && pattern.p[k] == '*') {
            star = k++;
            again = i;
        } else if (k < pattern.n && pattern.p[k] == name.p[i]) {
            i++;
            k++;
        } else if (star < pattern.n) {
            k = star + 1;
            i = ++again;
        } else {
            return false;
        }
    }
    while (k < pattern.n && pattern.p[k] == '*')
        k++;
    return k == pattern.n;
}

static int by_bytes(const void *a, const void *b)
{
    return rp_str_cmp(*(const struct rp_str *)a, *(const struct rp_str *)b);
}

struct rp_str *rp_evidence_expand(struct rp_arena *a, struct rp_str path, uint32_t *ret_n)
{
    struct rp_str folder = rp_file_folder(path);
    struct rp_str pattern = {path.p + folder.n, path.n - folder.n};
    uint32_t n = 0, cap = 0;
    struct rp_str *file = rp_arena_grow(a, NULL, 0, &cap, sizeof(*file));
    *ret_n = 0;
    if (!memchr(pattern.p, '*', pattern.n)) {
        file[0] = path;
        *ret_n = 1;
        return file;
    }
    struct rp_str where = folder.n ? rp_str_copy(a, folder) : RP_STR(".");
    DIR *dir = memchr(where.p, 0, where.n) ? NULL : opendir(where.p);
    if (!dir)
        return file;
    for (struct dirent *e; (e = readdir(dir));) {
        struct rp_str name = rp_str_of(e->d_name);
        if (name.p[0] == '.' || !rp_evidence_fits(name, pattern))
            continue;
        file = rp_arena_grow(a, file, n, &cap, sizeof(*file));
        file[n++] = rp_file_join(a, folder, name);
    }
    closedir(dir);
    qsort(file, n, sizeof(*file), by_bytes);
    *ret_n = n;
    return file;
}
