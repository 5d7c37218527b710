// SPDX-License-Identifier: Apache-2.0
/*
 * Answers for people: fixed texts in both languages, and columns that line up.
 */
#ifndef REMPART_CLI_SAY_H
#define REMPART_CLI_SAY_H

#include "cli/cli.h"

enum rp_say {
#define SAY(name, en, fr) RP_SAY_##name,
#include "cli/texts.def"
#undef SAY
    RP_SAY_COUNT
};

const char *rp_say(const struct rp_cli *cli, enum rp_say text);

// What stands before a colon is in the colon: French has a no-break space.
const char *rp_say_colon(const struct rp_cli *cli);

// A table of text: rows of the same number of cells, each column as wide as its widest cell.
struct rp_table {
    struct rp_arena *arena;
    uint32_t columns;
    struct rp_str *cell;
    const char **colour; // beside cell: ANSI escape or NULL
    uint32_t n, cap, colours_cap;
};

void rp_table_init(struct rp_table *t, struct rp_arena *a, uint32_t columns);
void rp_table_cell(struct rp_table *t, struct rp_str text, const char *colour);

// Appends the table, two spaces between columns and `indent` before each row.
void rp_table_put(const struct rp_table *t, const char *indent, bool colour, struct rp_buf *out);

// Columns that a text takes on a terminal: code points, combining marks not counted.
uint32_t rp_say_width(struct rp_str text);

// Appends paragraphs (separated by an empty line), their lines broken at blanks before `width` columns;
// one line end at the end.
void rp_say_wrap(struct rp_str text, uint32_t width, struct rp_buf *out);

// "V4 high", or "out of reach" for level 0; policy NULL: "V4" alone.
struct rp_str rp_say_level(const struct rp_cli *cli, const struct rp_policy *policy,
                           unsigned level);

// The shown steps of a path as rows: number, text, thing, line of the model, technique, level.
void rp_say_path(struct rp_cli *cli, const struct rp_graph *g, const struct rp_path *path,
                 struct rp_buf *out);

// A control as people know it: its id in the model if it is decided, its name, and its place in
// brackets: "M3 message authentication [set-parameters]".  attack NULL: the graph's own name.
struct rp_str rp_say_control(const struct rp_cli *cli, const struct rp_attack *attack,
                             const struct rp_graph *g, uint32_t control);

// The source of risk that a path starts from: its name, "?" when none is known; its id, empty then.
struct rp_str rp_say_source_name(const struct rp_cli *cli, const struct rp_attack *attack,
                                 const struct rp_path *path);
struct rp_str rp_say_source_id(const struct rp_attack *attack, const struct rp_path *path);

#endif
