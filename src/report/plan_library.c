// SPDX-License-Identifier: Apache-2.0
/*
 * Chapter 9 of the plan, its part on the device library: what the model decides once for all modules
 * that provide decided controls.
 */
#include "report/chapters.h"
#include "report/device.h"

// What the model says of a choice; NULL when it says nothing.
static const struct rp_pair *said(const struct rp_pen *pen, const struct rp_choice *choice)
{
    const struct rp_pairs *library = &pen->m->device.library;
    for (uint32_t i = 0; i < library->n; i++)
        if (rp_str_eq(library->pair[i].key.text, choice->id))
            return &library->pair[i];
    return NULL;
}

// An id and what it means, one below the other.
static void put_meaning(struct rp_pen *pen, struct rp_grid *grid, struct rp_str id,
                        const struct rp_text *text, bool is_header)
{
    struct rp_line line = rp_pen_line(pen);
    rp_line_code(&line, id);
    rp_line_break(&line);
    rp_line_text(&line, text->in[pen->lang]);
    rp_grid_line(grid, line)->is_header = is_header;
}

// The modules of the plan that a choice is about.
static void put_modules(struct rp_pen *pen, struct rp_grid *grid, const struct rp_device_plan *plan,
                        const struct rp_choice *choice)
{
    struct rp_line line = rp_pen_line(pen);
    for (uint32_t i = 0; i < choice->nmodules; i++) {
        if (!plan->wanted[choice->module[i]])
            continue;
        if (line.first)
            rp_line_text(&line, RP_STR(", "));
        rp_line_code(&line, plan->modules->module[choice->module[i]].id);
    }
    if (!line.first)
        rp_line_text(&line, RP_SAY(pen, LIBRARY_NO_MODULE));
    rp_grid_line(grid, line);
}

static void put_choice(struct rp_pen *pen, struct rp_grid *grid, const struct rp_device_plan *plan,
                       uint32_t i)
{
    const struct rp_choice *choice = &plan->modules->choice[i];
    const struct rp_pair *pair = said(pen, choice);
    uint32_t value = pair ? rp_choice_find(choice, pair->value.text) : 0;
    put_meaning(pen, grid, choice->id, &choice->text, true);
    put_meaning(pen, grid, choice->value[value].id, &choice->value[value].text, false);
    put_modules(pen, grid, plan, choice);
    struct rp_line line = rp_pen_line(pen);
    if (pair)
        rp_pen_place(pen, &line, pair->key.at);
    else
        rp_line_text(&line, RP_SAY(pen, LIBRARY_DEFAULT));
    rp_grid_line(grid, line);
}

static void put_choices(struct rp_pen *pen, const struct rp_device_plan *plan)
{
    static const enum rp_t heads[] = {RP_T_COL_CHOICE, RP_T_COL_CHOSEN, RP_T_COL_MODULES,
                                      RP_T_COL_DECIDED};
    static const uint8_t widths[] = {30, 34, 14, 22};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_LIBRARY), heads, 4, widths);
    grid.block->compact = true;
    for (uint32_t i = 0; i < plan->modules->nchoices; i++)
        if (rp_device_choice_counts(plan, i) || said(pen, &plan->modules->choice[i]))
            put_choice(pen, &grid, plan, i);
    rp_grid_end(&grid);
}

void rp_plan_library(struct rp_pen *pen)
{
    const struct rp_attack *attack = pen->as->attack;
    // A control that the library could provide may be the maker's own: only who chooses about it, or
    // names images built from the plan, uses it.
    if (!pen->m->device.library.n && !pen->m->images.n)
        return;
    bool *in = RP_NEWN(pen->arena, bool, (size_t)pen->g->ncontrols + 1);
    rp_device_plan_decided(attack, in);
    struct rp_device_plan plan = rp_device_plan_make(pen->arena, attack, in);
    bool any = pen->m->device.library.n > 0;
    for (uint32_t i = 0; i < plan.modules->nchoices; i++)
        any = any || rp_device_choice_counts(&plan, i);
    if (!any)
        return;
    rp_pen_heading(pen, 2, RP_SAY(pen, LIBRARY), RP_STR("library"));
    rp_pen_say(pen, RP_SAY(pen, LIBRARY_INTRO));
    struct rp_line line = rp_pen_line(pen);
    rp_line_text(&line, RP_SAY(pen, LIBRARY_DIGEST));
    rp_line_code(&line, rp_str_copy(pen->arena, rp_str_of(plan.hash)));
    rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
    put_choices(pen, &plan);
    // Where nothing was decided there is no reason to give.
    if (pen->m->device.library.n)
        rp_pen_section(pen, "device-library", "library", RP_T_MISSING_LIBRARY);
}
