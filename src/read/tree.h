// SPDX-License-Identifier: Apache-2.0
/*
 * YAML, JSON or XML as one tree in which every value keeps its place.
 *
 * Scalars are text until somebody gives them a type.  A reader reports what is wrong with the
 * syntax and gives the tree of what could be read, so that later rooms can go on and report more.
 * Limits: bytes, depth and nodes, see enum rp_read_limit; exceeding one is a diagnostic.
 */
#ifndef REMPART_READ_TREE_H
#define REMPART_READ_TREE_H

#include "base/status.h"
#include "diag/diag.h"

enum rp_read_limit {
    RP_READ_MAX_BYTES = 16 * 1024 * 1024, // one file
    RP_READ_MAX_DEPTH = 64,
    RP_READ_MAX_NODES = 4 * 1000 * 1000,
};

enum rp_node_kind {
    RP_NODE_SCALAR,  // text
    RP_NODE_LIST,    // children without keys
    RP_NODE_MAP,     // children with keys
    RP_NODE_ELEMENT, // XML: key is the tag; children: first the attributes (SCALAR with a key), then
                     // the elements; text is its own character data
};

struct rp_node {
    enum rp_node_kind kind;
    bool quoted; // SCALAR: written in quotes (YAML) or a string (JSON): never null or a number
    bool is_attribute; // XML
    bool bad;          // reported already (an alias, a key given twice): check no further
    bool cut;          // parts of its inside were lost to mistakes of syntax, so that nothing in it
                       // can be said to be missing
    struct rp_loc at; // the value as written, or the part of it on its first line; the key when the
                      // value is not there at all
    struct rp_str key; // in a map: its name; of an element: its tag
    struct rp_loc key_at;
    struct rp_str text; // SCALAR and ELEMENT; in the arena or in the source
    uint32_t n;         // children
    struct rp_node *first, *last, *next;
};

// Reads a strict subset of YAML 1.1: no anchors, aliases, tags, merge keys, tabs in the indentation,
// duplicate keys, control or bidirectional control characters or several documents; each of them is
// reported.  After a mistake of syntax reading goes on at the next key of the outermost map.
// Gives NULL only when nothing could be read.
struct rp_node *rp_yaml_read(struct rp_arena *a, const struct rp_source *src, struct rp_diags *d);

// Reads JSON (RFC 8259); duplicate keys are reported.  Same result as above.
struct rp_node *rp_json_read(struct rp_arena *a, const struct rp_source *src, struct rp_diags *d);

// Reads XML 1.0 without DTD: entities other than the five are reported, nothing is fetched.
struct rp_node *rp_xml_read(struct rp_arena *a, const struct rp_source *src, struct rp_diags *d);

// Opens a file as a source; reports what is wrong with it at the place that asked for it (src NULL:
// the command line).  Gives NULL then.  max in bytes, at most RP_READ_MAX_BYTES unless the caller
// has a reason.
const struct rp_source *rp_read_source(struct rp_arena *a, struct rp_str path, size_t max,
                                       struct rp_loc asked_at, struct rp_diags *d);

// Child of a map, or attribute of an element, by name; NULL when it has none.
const struct rp_node *rp_node_get(const struct rp_node *node, const char *key);

// SCALAR that is not quoted and empty, "~" or "null".
bool rp_node_is_null(const struct rp_node *node);

#endif
