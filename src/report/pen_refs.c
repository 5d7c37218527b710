// SPDX-License-Identifier: Apache-2.0
/*
 * References from one place of a document to another, and the words for what is referred to.
 */
#include "report/pen.h"

#include <string.h>

struct rp_str rp_pen_anchor(struct rp_pen *pen, const char *class, struct rp_str id)
{
    return rp_str_printf(pen->arena, "%s-%.*s", class, RP_FMT(id));
}

void rp_pen_ref_harm(struct rp_pen *pen, struct rp_line *line, uint32_t harm)
{
    struct rp_str id = pen->m->harm[harm].item.id;
    rp_line_id(line, id, rp_pen_anchor(pen, "harm", id));
}

struct rp_str rp_pen_measure_id(const struct rp_pen *pen, const struct rp_measure *measure)
{
    if (measure->control)
        return pen->m->control[measure->control].item.id;
    return pen->as->attack->catalogue->control[measure->kind].id;
}

const struct rp_control_kind *rp_pen_kind(const struct rp_pen *pen,
                                          const struct rp_measure *measure)
{
    return &pen->as->attack->catalogue->control[measure->kind];
}

struct rp_str rp_pen_measure_name(const struct rp_pen *pen, const struct rp_measure *measure)
{
    if (measure->control) {
        const struct rp_item *item = &pen->m->control[measure->control].item;
        if (!rp_str_eq(item->name.in[pen->lang], item->id))
            return item->name.in[pen->lang];
    }
    return rp_pen_kind(pen, measure)->name.in[pen->lang];
}

const struct rp_measure *rp_pen_measure_of(const struct rp_pen *pen, uint32_t graph_control)
{
    for (uint32_t i = 0; i < pen->measures.nmeasures; i++)
        for (uint32_t k = 0; k < pen->measures.measure[i].nat; k++)
            if (pen->measures.measure[i].at[k] == graph_control)
                return &pen->measures.measure[i];
    return NULL;
}

void rp_pen_ref_measure(struct rp_pen *pen, struct rp_line *line, const struct rp_measure *measure)
{
    struct rp_str id = rp_pen_measure_id(pen, measure);
    rp_line_id(line, id, rp_pen_anchor(pen, "control", id));
}

void rp_pen_ref_control(struct rp_pen *pen, struct rp_line *line, uint32_t graph_control)
{
    const struct rp_measure *measure = rp_pen_measure_of(pen, graph_control);
    if (measure)
        rp_pen_ref_measure(pen, line, measure);
    else
        rp_line_code(line, pen->g->control[graph_control].name);
}

void rp_pen_ref_path(struct rp_pen *pen, struct rp_line *line, const struct rp_numbered_path *path,
                     bool link)
{
    struct rp_str id = pen->m->harm[pen->as->risk[path->risk].harm].item.id;
    struct rp_str name = rp_str_printf(pen->arena, "%.*s-P%u", RP_FMT(id), path->number);
    rp_line_id(line, name, link ? rp_pen_anchor(pen, "path", name) : RP_STR(""));
}

// What all files of a kind share is left out: the folders of the model and of the catalogue, and the
// ending ".rempart.yaml".
static struct rp_str short_place(struct rp_pen *pen, struct rp_str name)
{
    const struct rp_str folder[] = {pen->m->folder, RP_STR("catalogue/")};
    const struct rp_str ending = RP_STR(".rempart.yaml:");
    for (int i = 0; i < 2; i++)
        if (folder[i].n && rp_str_starts(name, folder[i]))
            name = (struct rp_str){name.p + folder[i].n, name.n - folder[i].n};
    for (size_t i = 1; i + ending.n < name.n; i++)
        if (rp_str_starts((struct rp_str){name.p + i, name.n - i}, ending))
            return rp_str_printf(pen->arena, "%.*s:%.*s", (int)i, name.p,
                                 (int)(name.n - i - ending.n), name.p + i + ending.n);
    return name;
}

void rp_pen_place(struct rp_pen *pen, struct rp_line *line, struct rp_loc at)
{
    rp_line_code(line, short_place(pen, rp_loc_name(pen->arena, at)));
}

void rp_pen_places(struct rp_pen *pen, struct rp_line *line, const struct rp_measure *measure)
{
    for (uint32_t i = 0; i < measure->nat; i++) {
        const struct rp_ref *place = &pen->as->attack->control_place[measure->at[i]];
        if (i)
            rp_line_text(line, RP_STR(", "));
        if (place->class != RP_CLASS_NONE)
            rp_line_code(line, rp_model_item(pen->m, place->class, place->i)->id);
    }
}

enum rp_t rp_pen_result(const struct rp_pen *pen, const struct rp_test *test)
{
    switch (test->result) {
    case RP_TEST_PASSED:
        return rp_assess_test_holds(pen->m, test) ? RP_T_TEST_PASSED : RP_T_TEST_STALE;
    case RP_TEST_FAILED:
        return RP_T_TEST_FAILED;
    case RP_TEST_SKIPPED:
        return RP_T_TEST_SKIPPED;
    case RP_TEST_NO_RESULT:
        break;
    }
    return RP_T_TEST_NO_RESULT;
}

void rp_pen_tests(struct rp_pen *pen, struct rp_line *line, uint32_t control)
{
    const struct rp_words *tests = control ? &pen->m->control[control].tests : NULL;
    if (!tests || !tests->n) {
        rp_line_text(line, RP_SAY(pen, TEST_NONE_NAMED));
        return;
    }
    for (uint32_t i = 0; i < tests->n; i++) {
        uint32_t test = rp_assess_test(pen->as->evidence, tests->word[i].text);
        enum rp_t word =
            test ? rp_pen_result(pen, &pen->as->evidence->test[test]) : RP_T_TEST_NO_RESULT;
        if (i)
            rp_line_text(line, RP_STR(", "));
        rp_line_code(line, tests->word[i].text);
        rp_line_text(line, rp_str_printf(pen->arena, " (%.*s)", RP_FMT(rp_t(pen->lang, word))));
    }
}

// That of a control of the model: its own, or one proposed of what does not change when other controls
// come and go.
static struct rp_str requirement_of(struct rp_pen *pen, const struct rp_control *c)
{
    return c->requirement.n ? c->requirement
                            : rp_str_printf(pen->arena, "REQ-%.*s-%.*s", RP_FMT(c->item.kind.text),
                                            RP_FMT(c->item.id));
}

static bool requirement_taken(struct rp_pen *pen, struct rp_str id, uint32_t except)
{
    for (uint32_t i = 1; i < pen->m->ncontrols; i++)
        if (i != except && rp_str_eq(id, requirement_of(pen, &pen->m->control[i])))
            return true;
    return false;
}

// Of a kind to add the kind, which is one measure with all its places.
struct rp_str rp_pen_requirement_id(struct rp_pen *pen, const struct rp_measure *measure)
{
    struct rp_str base;
    if (measure->control) {
        const struct rp_control *c = &pen->m->control[measure->control];
        if (c->requirement.n)
            return c->requirement;
        base = requirement_of(pen, c);
    } else {
        base = rp_str_printf(pen->arena, "REQ-%.*s", RP_FMT(rp_pen_kind(pen, measure)->id));
    }
    struct rp_str id = base;
    for (uint32_t n = 2; requirement_taken(pen, id, measure->control); n++)
        id = rp_str_printf(pen->arena, "%.*s-%u", RP_FMT(base), n);
    return id;
}

struct rp_str rp_pen_requirement_text(struct rp_pen *pen, const struct rp_measure *measure)
{
    if (measure->control) {
        struct rp_str own = pen->m->control[measure->control].requirement_text.in[pen->lang];
        if (own.n)
            return own;
    }
    return rp_pen_kind(pen, measure)->requirement.in[pen->lang];
}

enum rp_t rp_pen_proof(enum rp_proof proof)
{
    switch (proof) {
    case RP_PROOF_NONE:
        return RP_T_PROOF_NONE;
    case RP_PROOF_MISSING:
        return RP_T_PROOF_MISSING;
    case RP_PROOF_FAILED:
        return RP_T_PROOF_FAILED;
    case RP_PROOF_STALE:
        return RP_T_PROOF_STALE;
    case RP_PROOF_ABSENT:
        return RP_T_PROOF_ABSENT;
    case RP_PROOF_HOLDS:
        break;
    }
    return RP_T_PROOF_HOLDS;
}

struct rp_str rp_pen_kind_text(struct rp_pen *pen, const struct rp_item *item)
{
    const struct rp_catalogue *c = pen->as->attack->catalogue;
    uint32_t asset =
        rp_mal_asset_find(c->mal, rp_catalogue_camel(pen->arena, item->kind.text, true));
    return asset ? rp_catalogue_asset_text(c, asset).in[pen->lang] : item->kind.text;
}

void rp_pen_item_cell(struct rp_pen *pen, struct rp_grid *grid, const struct rp_item *item,
                      const char *class)
{
    struct rp_line line = rp_pen_line(pen);
    rp_line_code(&line, item->id);
    if (!rp_str_eq(item->id, item->name.in[pen->lang])) {
        rp_line_break(&line);
        rp_line_text(&line, item->name.in[pen->lang]);
    }
    struct rp_cell *cell = rp_grid_line(grid, line);
    cell->is_header = true;
    cell->id = rp_pen_anchor(pen, class, item->id);
}
