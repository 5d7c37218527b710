// SPDX-License-Identifier: Apache-2.0
/*
 * Chapters 1 to 5 of the plan: scope, context, views, assets and entry points, assumptions.
 */
#include "report/chapters.h"

static struct rp_line refs_line(struct rp_pen *pen, const struct rp_refs *refs)
{
    struct rp_line line = rp_pen_line(pen);
    for (uint32_t i = 0; i < refs->n; i++) {
        if (i)
            rp_line_text(&line, RP_STR(", "));
        rp_line_code(&line, rp_model_item(pen->m, refs->ref[i].class, refs->ref[i].i)->id);
    }
    return line;
}

static struct rp_str id_of(struct rp_pen *pen, const struct rp_ref *ref)
{
    return ref->class == RP_CLASS_NONE ? RP_STR("") : rp_model_item(pen->m, ref->class, ref->i)->id;
}

static void code_cell(struct rp_pen *pen, struct rp_grid *grid, struct rp_str code)
{
    struct rp_line line = rp_pen_line(pen);
    rp_line_code(&line, code);
    rp_grid_line(grid, line);
}

void rp_plan_scope(struct rp_pen *pen)
{
    const struct rp_device *device = &pen->m->device;
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_1), "scope", "ISO 14971 4.4; MDCG 2019-16 3.2");
    rp_pen_say(pen, RP_SAY(pen, PLAN_PURPOSE));
    struct rp_grid fields = rp_grid_begin(&pen->put, RP_BLOCK_FIELDS, 2);
    rp_pen_field(pen, &fields, RP_SAY(pen, DEVICE),
                 rp_str_printf(pen->arena, "%.*s %.*s", RP_FMT(device->item.name.in[pen->lang]),
                               RP_FMT(device->version)));
    rp_pen_field(pen, &fields, RP_SAY(pen, MANUFACTURER), device->manufacturer);
    rp_pen_field(pen, &fields, RP_SAY(pen, MDR_CLASS), device->mdr_class);
    rp_pen_field(pen, &fields, RP_SAY(pen, SOFTWARE_CLASS), device->software_class);
    struct rp_line line = rp_pen_line(pen);
    rp_line_code(&line, rp_str_of(pen->m->hash));
    rp_grid_head(&fields, RP_SAY(pen, MODEL_HASH));
    rp_grid_line(&fields, line);
    rp_grid_end(&fields);
    rp_pen_written(pen, "scope");
    rp_pen_heading(pen, 2, RP_SAY(pen, OUT_OF_SCOPE), RP_STR("out-of-scope"));
    struct rp_str out = rp_pen_own(pen, &device->out_of_scope);
    if (out.n) {
        rp_pen_say(pen, out);
    } else {
        rp_pen_notice(pen, RP_SAY(pen, OUT_OF_SCOPE_MISSING));
        rp_pen_gap(pen, RP_SAY(pen, GAP_OUT_OF_SCOPE), "out-of-scope");
    }
}

static void put_text(struct rp_pen *pen, struct rp_str name, const struct rp_text *text,
                     const char *anchor)
{
    rp_pen_heading(pen, 2, name, rp_str_of(anchor));
    if (text->in[pen->lang].n) {
        rp_pen_say(pen, text->in[pen->lang]);
        return;
    }
    rp_pen_notice(pen, RP_FILL(pen, TEXT_MISSING, name));
    rp_pen_gap(pen, name, anchor);
}

void rp_plan_context(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_ZONE, RP_T_COL_KIND, RP_T_COL_WHO, RP_T_COL_TOUCHES};
    static const uint8_t widths[] = {26, 24, 26, 24};
    const struct rp_device *device = &pen->m->device;
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_2), "context", "ISO 14971 5.2, 5.3; IEC 81001-5-1 7.1");
    put_text(pen, RP_SAY(pen, INTENDED_PURPOSE), &device->intended_purpose, "intended-purpose");
    put_text(pen, RP_SAY(pen, ESSENTIAL_PERFORMANCE), &device->essential_performance,
             "essential-performance");
    put_text(pen, RP_SAY(pen, ENVIRONMENT), &device->environment, "environment");
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_ZONES), heads, 4, widths);
    grid.block->compact = true;
    for (uint32_t i = 1; i < pen->m->nzones; i++) {
        const struct rp_zone *zone = &pen->m->zone[i];
        rp_pen_item_cell(pen, &grid, &zone->item, "zone");
        rp_grid_text(&grid, rp_pen_kind_text(pen, &zone->item));
        struct rp_line line = rp_pen_line(pen);
        for (uint32_t s = 1; s < pen->m->nsources; s++)
            for (uint32_t k = 0; k < pen->m->source[s].zones.n; k++)
                if (pen->m->source[s].zones.ref[k].i == i) {
                    if (line.first)
                        rp_line_text(&line, RP_STR(", "));
                    rp_line_code(&line, pen->m->source[s].item.id);
                }
        rp_grid_line(&grid, line);
        rp_grid_line(&grid, refs_line(pen, &zone->touches));
    }
    rp_grid_end(&grid);
}

void rp_plan_views(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_3), "views", "IEC 81001-5-1 5.3; MDR I 17.4");
    rp_pen_heading(pen, 2, RP_SAY(pen, VIEW_MANY_PATIENTS), RP_STR("view-many"));
    struct rp_line line = rp_pen_line(pen);
    for (uint32_t i = 1; i < pen->m->nharms; i++) {
        if (!pen->m->harm[i].many_patients)
            continue;
        if (line.first)
            rp_line_text(&line, RP_STR(", "));
        rp_pen_ref_harm(pen, &line, i);
        rp_line_text(&line, rp_str_printf(pen->arena, " %.*s",
                                          RP_FMT(pen->m->harm[i].item.name.in[pen->lang])));
    }
    rp_pen_say(pen, line.first ? RP_SAY(pen, MANY_PATIENTS) : RP_SAY(pen, MANY_PATIENTS_NONE));
    if (line.first)
        rp_pen_put_line(pen, RP_BLOCK_PARAGRAPH, line);
    rp_pen_heading(pen, 2, RP_SAY(pen, VIEW_UPDATE), RP_STR("view-update"));
    rp_pen_section(pen, "updates", "view-update", RP_T_MISSING_VIEW_UPDATE);
    rp_pen_heading(pen, 2, RP_SAY(pen, VIEW_USE), RP_STR("view-use"));
    rp_pen_section(pen, "context", "view-use", RP_T_MISSING_VIEW_USE);
    rp_report_architecture_figure(pen);
}

static void need_cell(struct rp_pen *pen, struct rp_grid *grid, unsigned need)
{
    static const enum rp_t word[] = {RP_T_NEED_0, RP_T_NEED_1, RP_T_NEED_2, RP_T_NEED_3,
                                     RP_T_NEED_4};
    rp_grid_text(
        grid, need ? rp_str_printf(pen->arena, "%u %.*s", need, RP_FMT(rp_t(pen->lang, word[need])))
                   : RP_SAY(pen, DASH));
}

static void put_holder(struct rp_line *line, const struct rp_refs *assets, uint32_t asset,
                       struct rp_str id)
{
    for (uint32_t k = 0; k < assets->n; k++) {
        if (assets->ref[k].i != asset)
            continue;
        if (line->first)
            rp_line_text(line, RP_STR(", "));
        rp_line_code(line, id);
        return;
    }
}

// Components and flows that hold or carry an asset.
static struct rp_line holders_line(struct rp_pen *pen, uint32_t asset)
{
    struct rp_line line = rp_pen_line(pen);
    for (uint32_t i = 1; i < pen->m->ncomponents; i++)
        put_holder(&line, &pen->m->component[i].holds, asset, pen->m->component[i].item.id);
    for (uint32_t i = 1; i < pen->m->nflows; i++)
        put_holder(&line, &pen->m->flow[i].carries, asset, pen->m->flow[i].item.id);
    return line;
}

static void put_asset_table(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_ASSET, RP_T_NEED_D, RP_T_NEED_I,
                                      RP_T_NEED_C,    RP_T_NEED_A, RP_T_COL_HELD};
    static const uint8_t widths[] = {23, 12, 11, 15, 13, 26};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_ASSETS), heads, 6, widths);
    grid.block->compact = true;
    for (uint32_t i = 1; i < pen->m->nassets; i++) {
        rp_pen_item_cell(pen, &grid, &pen->m->asset[i].item, "asset");
        for (int need = 0; need < RP_NEEDS; need++)
            need_cell(pen, &grid, pen->m->asset[i].need[need]);
        rp_grid_line(&grid, holders_line(pen, i));
    }
    rp_grid_end(&grid);
}

static void put_interface_table(struct rp_pen *pen)
{
    static const enum rp_t state[] = {RP_T_PORT_USED, RP_T_PORT_UNUSED, RP_T_PORT_DEBUG};
    static const enum rp_t heads[] = {RP_T_COL_INTERFACE, RP_T_COL_KIND, RP_T_COL_COMPONENT,
                                      RP_T_COL_ZONE, RP_T_COL_STATE};
    static const uint8_t widths[] = {27, 23, 20, 18, 12};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_INTERFACES), heads, 5, widths);
    grid.block->compact = true;
    for (uint32_t i = 1; i < pen->m->ninterfaces; i++) {
        const struct rp_interface *port = &pen->m->interface[i];
        rp_pen_item_cell(pen, &grid, &port->item, "interface");
        rp_grid_text(&grid, rp_pen_kind_text(pen, &port->item));
        code_cell(pen, &grid, pen->m->component[port->component].item.id);
        code_cell(pen, &grid, id_of(pen, &port->zone));
        rp_grid_text(&grid, rp_t(pen->lang, state[port->state]));
    }
    rp_grid_end(&grid);
}

// A flow crosses a boundary when its ends lie in different zones or it goes through another one.
static bool crosses(const struct rp_pen *pen, const struct rp_flow *flow)
{
    return flow->through.n ||
           pen->m->component[flow->from.i].zone.i != pen->m->component[flow->to.i].zone.i;
}

static struct rp_str or_none(struct rp_pen *pen, struct rp_str text)
{
    return text.n ? text : RP_SAY(pen, NOT_STATED);
}

// One of the model's words on how a flow is protected; "none" in the language of the document.
static void put_protection(struct rp_pen *pen, struct rp_line *line, enum rp_t name,
                           const struct rp_word *word)
{
    if (line->first)
        rp_line_text(line, RP_SAY(pen, SEMICOLON));
    rp_line_text(line, rp_t(pen->lang, name));
    if (rp_str_eq(word->text, RP_STR("none")))
        rp_line_strong(line, RP_SAY(pen, FLOW_NONE));
    else if (word->text.n)
        rp_line_code(line, word->text);
    else
        rp_line_text(line, RP_SAY(pen, NOT_STATED));
}

static void put_flow_table(struct rp_pen *pen)
{
    static const enum rp_t heads[] = {RP_T_COL_FLOW, RP_T_COL_ENDS, RP_T_COL_PROTOCOL,
                                      RP_T_COL_PROTECTION, RP_T_COL_BOUNDARY};
    static const uint8_t widths[] = {25, 23, 18, 21, 13};
    struct rp_grid grid = rp_pen_table(pen, RP_SAY(pen, TABLE_FLOWS), heads, 5, widths);
    grid.block->compact = true;
    for (uint32_t i = 1; i < pen->m->nflows; i++) {
        const struct rp_flow *flow = &pen->m->flow[i];
        rp_pen_item_cell(pen, &grid, &flow->item, "flow");
        struct rp_line line = rp_pen_line(pen);
        rp_line_code(&line, id_of(pen, &flow->from));
        rp_line_text(&line, RP_STR(" \xE2\x86\x92 "));
        rp_line_code(&line, id_of(pen, &flow->to));
        rp_grid_line(&grid, line);
        rp_grid_text(&grid,
                     rp_str_printf(pen->arena, "%.*s %.*s", RP_FMT(or_none(pen, flow->protocol)),
                                   RP_FMT(flow->version)));
        line = rp_pen_line(pen);
        put_protection(pen, &line, RP_T_FLOW_AUTHENTICATION, &flow->authentication);
        put_protection(pen, &line, RP_T_FLOW_ENCRYPTION, &flow->protection);
        put_protection(pen, &line, RP_T_FLOW_CHECK, &flow->check);
        rp_grid_line(&grid, line);
        rp_grid_text(&grid, crosses(pen, flow) ? RP_SAY(pen, YES) : RP_SAY(pen, NO));
    }
    rp_grid_end(&grid);
}

void rp_plan_assets(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_4), "assets", "IEC 81001-5-1 5.3, 7.2; MDR I 17.4");
    put_asset_table(pen);
    put_interface_table(pen);
    put_flow_table(pen);
}

void rp_plan_assumptions(struct rp_pen *pen)
{
    rp_pen_chapter(pen, RP_SAY(pen, PLAN_5), "assumptions",
                   "MDCG 2019-16 3.6; MDR I 17.4, 23.4(ab)");
    rp_pen_say(pen, RP_SAY(pen, ASSUMPTIONS_INTRO));
    rp_report_assumption_table(pen);
}
