// SPDX-License-Identifier: Apache-2.0
/*
 * Things that are there, in the words of a MAL language, and the graph of attack steps they make.
 */
#ifndef REMPART_MAL_INSTANCE_H
#define REMPART_MAL_INSTANCE_H

#include "base/buf.h"
#include "mal/mal.h"

// A model in a language: instances and the links between them.  Made by rp_mal_instance_read, or by
// hand with _add and _link.
struct rp_mal_thing {
    struct rp_str name;
    uint32_t asset; // its type
    struct rp_loc at;
    uint32_t defense_first, ndefenses; // into defense[]
    int64_t id;                        // of the file, 0 when made by hand
};

struct rp_mal_setting { // a defence that the model sets
    struct rp_str step;
    double on; // probability that it is on
    struct rp_loc at;
};

struct rp_mal_instance {
    struct rp_arena *arena;
    const struct rp_mal *mal;
    struct rp_mal_thing *thing; // [0] is none
    uint32_t nthings, things_cap;
    struct rp_mal_setting *defense;
    uint32_t ndefenses, defenses_cap;
    struct rp_names
        lost; // ids and names of things that could not be read: told, and not told again
    // links: from thing over field to thing; both directions are stored
    struct rp_mal_link *link;
    uint32_t nlinks, links_cap;
    // attackers' entry points of the file: pairs of thing and step name
    struct rp_mal_entry *entry;
    uint32_t nentries, entries_cap;
};

struct rp_mal_link {
    uint32_t from, field, to;
};

struct rp_mal_entry {
    uint32_t thing;
    struct rp_str step;
    struct rp_loc at;
};

void rp_mal_instance_init(struct rp_mal_instance *in, struct rp_arena *a, const struct rp_mal *m);

// Adds a thing; the type must not be abstract.  Gives its number.
uint32_t rp_mal_instance_add(struct rp_mal_instance *in, struct rp_str name, uint32_t asset,
                             struct rp_loc at);

// Links two things, both ways; a link made twice counts once (found when the graph is made).
// The field must be one of the type of `from` and `to` must fit it.
void rp_mal_instance_link(struct rp_mal_instance *in, uint32_t from, uint32_t field, uint32_t to);

// Sets a defence of the thing that was added last: probability 0..1 that it is on.
void rp_mal_instance_set(struct rp_mal_instance *in, struct rp_str step, double on,
                         struct rp_loc at);

// Adds an entry point of an attacker; false (reported at the place) when the thing has no such step
// or it is not an attack step.
bool rp_mal_instance_enter(struct rp_mal_instance *in, uint32_t thing, struct rp_str step,
                           struct rp_loc at, struct rp_diags *d);

// Adds the entry point that a text "name:step" names, split at its last colon; false when there is
// no such thing or attack step, reported at the place.
bool rp_mal_instance_enter_named(struct rp_mal_instance *in, struct rp_str text, struct rp_loc at,
                                 struct rp_diags *d);

// Reads a mal-toolbox instance file (YAML or JSON by its name's end), old formats included where
// mal-toolbox reads them.  Reports all mistakes; false when any was an error.
bool rp_mal_instance_read(struct rp_mal_instance *in, const struct rp_source *src,
                          struct rp_diags *d);

// The graph: one node per thing and step.  Node 0 is none; nodes are numbered by thing, within a
// thing in the order of its type's steps.
struct rp_mal_node {
    uint32_t thing, step; // step: into rp_mal.step
    bool exists;          // E, !E: whether what is required exists
    bool on;              // #: on in the instance (1) or by default (Enabled)
    double on_value;      // # : probability as given, 0 when none
    bool set;             // # : the value is the model's
};

struct rp_mal_graph {
    const struct rp_mal_instance *instance;
    struct rp_mal_node *node;
    uint32_t nnodes;
    uint32_t *first_of_thing;              // thing -> its first node; nthings + 1 entries
    uint32_t *child_first, *child;         // node -> nodes it leads to, sorted, without doubles
    uint32_t *parent_first, *parent;       // the inverse
    const struct rp_mal_reach **child_why; // beside child: the expression that made the edge
    uint32_t nedges;
};

// Some 200,000 things of a language of the usual size; about half a gigabyte.
enum { RP_MAL_MAX_NODES = 5 * 1000 * 1000, RP_MAL_MAX_EDGES = 20 * 1000 * 1000 };

// Links followed while a graph is made: what a language and a model of the usual size can multiply
// to.  Some seconds of work.
enum { RP_MAL_MAX_WORK = 1000 * 1000 * 1000 };

// NULL (reported) when a limit is exceeded.
const struct rp_mal_graph *rp_mal_graph_new(struct rp_arena *a, const struct rp_mal_instance *in,
                                            struct rp_diags *d);

// The node of a thing's step, 0 when it has none.
uint32_t rp_mal_graph_node(const struct rp_mal_graph *g, uint32_t thing, struct rp_str step);

// Sets viable[node] (could ever be reached) and necessary[node] (must be reached by whoever wants its
// "&" children): greatest fixpoints, see rempart-mal(7).  nnodes entries each.
void rp_mal_graph_status(const struct rp_mal_graph *g, bool *viable, bool *necessary);

// Which nodes an attacker at the entry points reaches (least fixpoint over the necessary parents;
// rempart-mal(7)).  entry: nodes.  Sets reached[node], nnodes entries, zeroed by the caller.
void rp_mal_graph_reach(const struct rp_mal_graph *g, const uint32_t *entry, uint32_t nentries,
                        bool *reached);

// The graph as JSON in mal-toolbox's file form, with what an attacker reaches; and for Graphviz.
// reached: nnodes entries, see rp_mal_graph_reach.  Documented in rempart-mal(7).
void rp_mal_graph_write_json(const struct rp_mal_graph *g, const bool *reached, struct rp_buf *out);
void rp_mal_graph_write_dot(const struct rp_mal_graph *g, const bool *reached, struct rp_buf *out);

// "|", "&", "#", "E" or "!E".
const char *rp_mal_step_sign(enum rp_mal_step_type type);

#endif
