// SPDX-License-Identifier: Apache-2.0
/*
 * What every chapter needs to write: the assessment, the language, where the next block goes.
 *
 * Anchors are made of the class and the id ("harm-D1", "control-M1"), so that both documents and
 * both languages can be linked to in the same way.
 */
#ifndef REMPART_REPORT_PEN_H
#define REMPART_REPORT_PEN_H

#include "assess/measures.h"
#include "assess/xray.h"
#include "doc/build.h"
#include "report/report.h"
#include "report/text.h"

// Something that people must still write or that this edition does not cover.
struct rp_gap {
    struct rp_gap *next;
    struct rp_str text, anchor; // of the section where it is missing
};

struct rp_pen {
    struct rp_arena *arena;
    enum rp_lang lang;
    const struct rp_report_options *options;
    const struct rp_assessment *as;
    const struct rp_model *m;
    const struct rp_graph *g;
    struct rp_measures measures;
    const struct rp_finding *finding;
    uint32_t nfindings;
    const uint32_t *node_of_fact; // MAL node, 0 when none
    struct rp_put put;
    struct rp_gap *gap, **gap_end;
    enum rp_status status; // the first failure
};

void rp_pen_init(struct rp_pen *pen, struct rp_arena *a, const struct rp_assessment *as,
                 const struct rp_report_options *options, struct rp_doc *doc);

// Texts.
#define RP_SAY(pen, name) rp_t((pen)->lang, RP_T_##name)
#define RP_FILL(pen, name, ...)                                                                    \
    rp_t_fill((pen)->arena, (pen)->lang, RP_T_##name, (const struct rp_str[]){__VA_ARGS__})
// One or many: {1} is the number.  0 is singular in French, plural in English.
#define RP_COUNT(pen, name, n) rp_pen_count((pen), RP_T_##name##_ONE, RP_T_##name##_MANY, (n))
struct rp_str rp_pen_count(struct rp_pen *pen, enum rp_t one, enum rp_t many, uint32_t n);
struct rp_str rp_pen_own(const struct rp_pen *pen, const struct rp_text *text);
struct rp_str rp_pen_number(struct rp_pen *pen, uint64_t n);
// A date of the model in the language's form; the text itself when it is none.
struct rp_str rp_pen_date(struct rp_pen *pen, struct rp_str iso);
// "V3 possible": the level and its name in the policy; level 0 in words.
struct rp_str rp_pen_level(struct rp_pen *pen, unsigned level);
struct rp_str rp_pen_severity(struct rp_pen *pen, unsigned severity);

// Blocks.
void rp_pen_chapter(struct rp_pen *pen, struct rp_str title, const char *anchor,
                    const char *clauses);
struct rp_block *rp_pen_heading(struct rp_pen *pen, unsigned level, struct rp_str title,
                                struct rp_str anchor);
struct rp_block *rp_pen_say(struct rp_pen *pen, struct rp_str text); // a paragraph
struct rp_block *rp_pen_small(struct rp_pen *pen, struct rp_str text);
struct rp_block *rp_pen_notice(struct rp_pen *pen, struct rp_str text);
struct rp_line rp_pen_line(struct rp_pen *pen);
struct rp_block *rp_pen_put_line(struct rp_pen *pen, enum rp_block_type type, struct rp_line line);
struct rp_grid rp_pen_table(struct rp_pen *pen, struct rp_str caption, const enum rp_t *heads,
                            uint32_t n, const uint8_t *widths);
// A row of FIELDS; nothing when the value is empty.
void rp_pen_field(struct rp_pen *pen, struct rp_grid *fields, struct rp_str name,
                  struct rp_str value);
// A cell with a level, toned by whether it is acceptable, and the word for that.
void rp_pen_risk_cell(struct rp_pen *pen, struct rp_grid *grid, const struct rp_risk *risk,
                      enum rp_state state);
void rp_pen_risk_line(struct rp_pen *pen, struct rp_line *line, const struct rp_risk *risk,
                      enum rp_state state);

// A section that only people can write (`sections` of the model): its text if there is one.
bool rp_pen_written(struct rp_pen *pen, const char *key);
// The same, or a notice and a gap.
void rp_pen_section(struct rp_pen *pen, const char *key, const char *anchor, enum rp_t missing);
void rp_pen_gap(struct rp_pen *pen, struct rp_str text, const char *anchor);
void rp_pen_gaps(struct rp_pen *pen); // the list of all so far

// References.
struct rp_str rp_pen_anchor(struct rp_pen *pen, const char *class, struct rp_str id);
void rp_pen_ref_harm(struct rp_pen *pen, struct rp_line *line, uint32_t harm);
void rp_pen_ref_measure(struct rp_pen *pen, struct rp_line *line, const struct rp_measure *measure);
void rp_pen_ref_control(struct rp_pen *pen, struct rp_line *line, uint32_t graph_control);
void rp_pen_ref_path(struct rp_pen *pen, struct rp_line *line, const struct rp_numbered_path *path,
                     bool link);
void rp_pen_place(struct rp_pen *pen, struct rp_line *line, struct rp_loc at);

// The id of a measure: the control's of the model, the kind's when it is to be added.
struct rp_str rp_pen_measure_id(const struct rp_pen *pen, const struct rp_measure *measure);
struct rp_str rp_pen_measure_name(const struct rp_pen *pen, const struct rp_measure *measure);
const struct rp_measure *rp_pen_measure_of(const struct rp_pen *pen, uint32_t graph_control);
const struct rp_control_kind *rp_pen_kind(const struct rp_pen *pen,
                                          const struct rp_measure *measure);
// Ids of the places of a measure, as code, separated by commas.
void rp_pen_places(struct rp_pen *pen, struct rp_line *line, const struct rp_measure *measure);
// The word for what a test showed on this version.
enum rp_t rp_pen_result(const struct rp_pen *pen, const struct rp_test *test);
// Names of tests with their results, or the word for none.
void rp_pen_tests(struct rp_pen *pen, struct rp_line *line, uint32_t control);
// Requirement id: the model's, or one that no other measure has, made of the kind and of the control's
// own id ("REQ-signed-update-M3"; "REQ-signed-update" for one to add), which is marked as proposed.
struct rp_str rp_pen_requirement_id(struct rp_pen *pen, const struct rp_measure *measure);
struct rp_str rp_pen_requirement_text(struct rp_pen *pen, const struct rp_measure *measure);
enum rp_t rp_pen_proof(enum rp_proof proof);
// The catalogue's word for the kind of a thing; the kind itself when it has none.
struct rp_str rp_pen_kind_text(struct rp_pen *pen, const struct rp_item *item);
// The head of a thing's row: its id, which is anchored as one of the class, and its name.
void rp_pen_item_cell(struct rp_pen *pen, struct rp_grid *grid, const struct rp_item *item,
                      const char *class);

#endif
