// SPDX-License-Identifier: Apache-2.0
/*
 * The chapters of the two documents; each writes at the pen.  Private to this room.
 */
#ifndef REMPART_REPORT_CHAPTERS_H
#define REMPART_REPORT_CHAPTERS_H

#include "report/pen.h"

// Conditions as a numbered list, each with who and which test; those that say the same of several
// controls are one.  At most max items, the rest behind a link to `more`.
void rp_report_conditions(struct rp_pen *pen, uint32_t max, struct rp_str more);

// A path as a table: step in words, place, feasibility, what cuts it, line of model and catalogue.
// with_cuts false leaves the controls out (before any decision).
void rp_report_path_table(struct rp_pen *pen, const struct rp_numbered_path *path, bool with_cuts);

// A text as the inside of a DOT string, broken at blanks so that a line has at most `width` characters
// where its words allow.
void rp_report_dot_label(struct rp_pen *pen, struct rp_str text, size_t width, struct rp_buf *dot);

// "from visitor, in 4 steps; the hardest is step 2 (V3)"
struct rp_str rp_report_path_words(struct rp_pen *pen, const struct rp_path *path);

// The source of risk that a path starts from, its own word for none known.
struct rp_str rp_report_path_source(struct rp_pen *pen, const struct rp_path *path);

// What a step is about: text, thing.
struct rp_str rp_report_step_text(struct rp_pen *pen, uint32_t step);

// The sub-graph of a harm: its paths drawn together.  with_cuts: with the controls that cut them.
void rp_report_harm_figure(struct rp_pen *pen, uint32_t risk, bool with_cuts);

// Zones, components and flows as one drawing.
void rp_report_architecture_figure(struct rp_pen *pen);

// Report, chapters 1 to 13 and annex.
void rp_report_front(struct rp_pen *pen, const struct rp_doc *doc);
void rp_report_changes(struct rp_pen *pen);
void rp_report_summary(struct rp_pen *pen);
void rp_report_harms(struct rp_pen *pen);
void rp_report_matrices(struct rp_pen *pen);
void rp_report_cards(struct rp_pen *pen);
void rp_report_activities(struct rp_pen *pen);
void rp_report_limits(struct rp_pen *pen);
void rp_report_vulnerabilities(struct rp_pen *pen);
void rp_report_side_effects(struct rp_pen *pen);
void rp_report_residual(struct rp_pen *pen);
void rp_report_trace(struct rp_pen *pen);
// Part of the chapter before, for a model that names its images.
void rp_report_images(struct rp_pen *pen);
void rp_report_approvals(struct rp_pen *pen, struct rp_str title, const char *anchor);
void rp_report_annex(struct rp_pen *pen, const struct rp_doc *doc);

// Plan, chapters 1 to 16.
void rp_plan_scope(struct rp_pen *pen);
void rp_plan_context(struct rp_pen *pen);
void rp_plan_views(struct rp_pen *pen);
void rp_plan_assets(struct rp_pen *pen);
void rp_plan_assumptions(struct rp_pen *pen);
void rp_plan_threats(struct rp_pen *pen);
void rp_plan_scales(struct rp_pen *pen);
void rp_plan_paths(struct rp_pen *pen);
void rp_plan_controls(struct rp_pen *pen);
void rp_plan_library(struct rp_pen *pen); // part of the chapter before
void rp_plan_requirements(struct rp_pen *pen);
void rp_plan_components(struct rp_pen *pen);
void rp_plan_verification(struct rp_pen *pen);
void rp_plan_later(struct rp_pen *pen); // 13 to 15
void rp_plan_references(struct rp_pen *pen);

// Parts that both documents have.
void rp_report_assumption_table(struct rp_pen *pen);
void rp_report_selection(struct rp_pen *pen);
void rp_report_superfluous(struct rp_pen *pen);

#endif
