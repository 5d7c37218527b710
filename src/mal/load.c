// SPDX-License-Identifier: Apache-2.0
/*
 * Finds the files of a language on disk.
 */
#include "mal/mal.h"

#include "base/file.h"
#include "read/tree.h"

// Where the last part of a path begins; root: 1 when the path is absolute.
static size_t last_part(const char *p, size_t n, size_t root)
{
    while (n > root && p[n - 1] != '/')
        n--;
    return n;
}

// "a/./b//../c" -> "a/c": one file, one name.  Leading ".." stay.
static struct rp_str tidy(struct rp_arena *a, struct rp_str path)
{
    char *p = RP_NEWN(a, char, path.n + 1);
    size_t n = 0, root = path.n && path.p[0] == '/' ? 1 : 0;
    if (root)
        p[n++] = '/';
    for (size_t i = root, size; i <= path.n; i += size + 1) {
        const char *slash = memchr(path.p + i, '/', path.n - i);
        size = slash ? (size_t)(slash - (path.p + i)) : path.n - i;
        struct rp_str part = {path.p + i, size};
        if (size == 0 || rp_str_eq(part, RP_STR(".")))
            continue;
        size_t last = last_part(p, n, root);
        bool after_name = n > root && !rp_str_eq((struct rp_str){p + last, n - last}, RP_STR(".."));
        if (rp_str_eq(part, RP_STR("..")) && after_name) {
            n = last > root ? last - 1 : root;
            continue;
        }
        if (n > root)
            p[n++] = '/';
        memcpy(p + n, part.p, part.n);
        n += part.n;
    }
    return n ? (struct rp_str){p, n} : RP_STR(".");
}

static const struct rp_source *load(void *context, struct rp_str from, struct rp_str path,
                                    struct rp_loc asked_at, struct rp_diags *d)
{
    struct rp_arena *a = context;
    struct rp_str name = tidy(a, rp_file_join(a, rp_file_folder(from), path));
    return rp_read_source(a, name, RP_READ_MAX_BYTES, asked_at, d);
}

struct rp_mal_loader rp_mal_file_loader(struct rp_arena *a)
{
    return (struct rp_mal_loader){.context = a, .load = load};
}
