// SPDX-License-Identifier: Apache-2.0
/*
 * What the readers share: a tree under construction, and the check of the bytes.  Private to this
 * room.
 */
#ifndef REMPART_READ_BUILD_H
#define REMPART_READ_BUILD_H

#include "read/tree.h"

struct rp_build_level {
    struct rp_node *node;
    bool is_key;  // YAML: stands where a key should
    bool has_key; // a map's key was read, its value is due
    struct rp_str key;
    struct rp_loc key_at;
};

struct rp_build {
    struct rp_arena *arena;
    const struct rp_source *src;
    struct rp_diags *d;
    struct rp_node *root;
    struct rp_build_level level[RP_READ_MAX_DEPTH];
    uint32_t depth; // open maps, lists and elements
    uint32_t nnodes;
    enum rp_msg too_deep, too_many; // reported when a limit is exceeded
    bool stopped;                   // a limit was exceeded, and reported
};

void rp_build_init(struct rp_build *b, struct rp_arena *a, const struct rp_source *src,
                   struct rp_diags *d);

// Adds a value where the text stands: under the pending key of a map, at the end of a list, as the
// root.  Gives NULL when a limit is exceeded.  A second root is dropped (NULL, nothing reported).
struct rp_node *rp_build_add(struct rp_build *b, enum rp_node_kind kind, struct rp_loc at);

// Makes the node the one that further values go into.  False when that is too deep.
bool rp_build_open(struct rp_build *b, struct rp_node *node);

// Closes the innermost open node; duplicate keys of a map are reported and marked bad.
void rp_build_close(struct rp_build *b);

// The innermost open level, NULL at the top.
struct rp_build_level *rp_build_level(struct rp_build *b);

// off..to in the source, cut at the end of the line.
struct rp_loc rp_build_loc(const struct rp_source *src, size_t off, size_t to);

// What a kind of text may hold, and how what it may not hold is reported.
struct rp_clean {
    enum rp_msg not_utf8, control, bidi;
    enum rp_msg not_text; // too many of them
    bool yaml;            // tabs in the indentation, NEL, LS and PS are mistakes too
};

// The text with every byte that must not be there replaced, byte for byte, by '_' (a tab by a
// space): offsets stay, so that the reader can go on after all of them were reported.  Gives the
// source's own text when nothing is wrong, a NULL text when it is no text at all (reported).
struct rp_str rp_clean_text(struct rp_arena *a, const struct rp_source *src,
                            const struct rp_clean *how, struct rp_diags *d);

// True when the text has nothing but white space.
bool rp_text_is_blank(struct rp_str text);

// Bytes of a byte order mark at the beginning: 3 or 0.
size_t rp_text_bom(struct rp_str text);

#endif
