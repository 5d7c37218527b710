// SPDX-License-Identifier: Apache-2.0
/*
 * What the fuzz targets of the three readers have in common.
 */
#ifndef REMPART_FUZZ_TREE_H
#define REMPART_FUZZ_TREE_H

#include "read/tree.h"

#include <stdlib.h>

typedef struct rp_node *(*fuzz_reader)(struct rp_arena *, const struct rp_source *,
                                       struct rp_diags *);

static inline void fuzz_require(bool ok)
{
    if (!ok)
        abort();
}

static inline void fuzz_place(struct rp_loc at, const struct rp_source *src)
{
    if (at.src)
        fuzz_require(at.src == src && (size_t)at.off + at.len <= src->text.n);
}

// The readers bound the depth.
static inline void fuzz_node(const struct rp_node *node, const struct rp_source *src)
{
    uint32_t n = 0;
    fuzz_place(node->at, src);
    fuzz_place(node->key_at, src);
    fuzz_require(rp_str_utf8_error(node->text) == node->text.n);
    for (const struct rp_node *i = node->first; i; i = i->next, n++)
        fuzz_node(i, src);
    fuzz_require(n == node->n);
}

// Reads the bytes and checks what comes out; accepted, when given, sees a tree without a message.
static inline void fuzz_tree(fuzz_reader read, const uint8_t *data, size_t size,
                             void (*accepted)(const struct rp_node *, struct rp_str))
{
    struct rp_arena a;
    struct rp_diags d;
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    struct rp_str text = {(const char *)data, size};
    const struct rp_source *src = rp_source_new(&a, RP_STR("fuzz"), text);
    const struct rp_node *root = read(&a, src, &d);
    fuzz_require(root || d.first);
    if (root)
        fuzz_node(root, src);
    for (const struct rp_diag *i = d.first; i; i = i->next)
        fuzz_place(i->at, src);
    if (accepted && !d.first)
        accepted(root, text);
    rp_arena_done(&a);
}

#endif
