// SPDX-License-Identifier: Apache-2.0
/*
 * Files as other programs want them named: below the working folder by their path from there, else
 * in full; as they are, or as a URI.
 */
#include "diag/render_machine.h"

// One segment after the others: none for ".", one fewer for "..".
static void put_segment(struct rp_buf *out, struct rp_str segment)
{
    if (segment.n == 0 || rp_str_eq(segment, RP_STR(".")))
        return;
    if (!rp_str_eq(segment, RP_STR(".."))) {
        rp_buf_putc(out, '/');
        rp_buf_put(out, segment);
        return;
    }
    while (out->n && out->p[out->n - 1] != '/')
        out->n--;
    if (out->n)
        out->n--;
}

static void put_segments(struct rp_buf *out, struct rp_str path)
{
    for (size_t from = 0, i = 0; i <= path.n; i++) {
        if (i < path.n && path.p[i] != '/')
            continue;
        put_segment(out, (struct rp_str){path.p + from, i - from});
        from = i + 1;
    }
}

struct rp_str rp_render_path(struct rp_arena *a, const struct rp_render *how, struct rp_str name)
{
    if (!how->folder.n)
        return name;
    struct rp_buf full, folder;
    rp_buf_init(&full, 0);
    rp_buf_init(&folder, 0);
    // The folder comes from the system and holds no links, so that ".." may be taken at its word.
    put_segments(&folder, how->folder);
    if (!rp_str_starts(name, RP_STR("/")))
        put_segments(&full, how->folder);
    put_segments(&full, name);
    rp_buf_putc(&folder, '/');
    struct rp_str path = rp_buf_str(&full);
    if (rp_str_starts(path, rp_buf_str(&folder)))
        path = (struct rp_str){path.p + folder.n, path.n - folder.n};
    path = rp_str_copy(a, path);
    rp_buf_done(&full);
    rp_buf_done(&folder);
    return path;
}

struct rp_str rp_render_uri(struct rp_arena *a, const struct rp_render *how, struct rp_str name)
{
    static const char plain[] = "-._~!$&'()*+,;=@/";
    struct rp_str path = rp_render_path(a, how, name);
    struct rp_buf out;
    rp_buf_init(&out, 0);
    if (rp_str_starts(path, RP_STR("/")))
        rp_buf_puts(&out, "file://");
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || (c && strchr(plain, c)))
            rp_buf_putc(&out, c);
        else
            rp_buf_printf(&out, "%%%02X", (unsigned char)c);
    }
    struct rp_str uri = rp_str_copy(a, rp_buf_str(&out));
    rp_buf_done(&out);
    return uri;
}
