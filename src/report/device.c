// SPDX-License-Identifier: Apache-2.0
/*
 * Decided controls -> what the build of the device's software needs.
 */
#include "report/device.h"

#include "base/hash.h"
#include "base/json.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>

static const struct rp_control_kind *kind_of(const struct rp_attack *attack, uint32_t graph_control)
{
    return &attack->catalogue->control[attack->control_kind[graph_control]];
}

struct rp_str rp_device_module(const struct rp_attack *attack, uint32_t graph_control)
{
    return kind_of(attack, graph_control)->module;
}

void rp_device_plan_decided(const struct rp_attack *attack, bool *ret_in)
{
    for (uint32_t i = 0; i < attack->graph->ncontrols; i++) {
        enum rp_graph_state state = attack->graph->control[i].state;
        ret_in[i] = rp_graph_is_decided(state);
    }
}

// The modules that controls of the plan name; the catalogue has only such as the library has.
static void mark_named(struct rp_device_plan *plan)
{
    for (uint32_t i = 0; i < plan->attack->graph->ncontrols; i++) {
        struct rp_str name = rp_device_module(plan->attack, i);
        if (!plan->in[i] || name.n == 0)
            continue;
        uint32_t module = rp_modules_find(plan->modules, name);
        assert(module < plan->modules->n);
        plan->wanted[module] = true;
    }
}

// What wanted modules need is wanted too; needs come before their users.
static void mark_needed(struct rp_device_plan *plan)
{
    for (uint32_t i = plan->modules->n; i-- > 0;)
        for (uint32_t k = 0; plan->wanted[i] && k < plan->modules->module[i].nneeds; k++)
            plan->wanted[plan->modules->module[i].needs[k]] = true;
}

bool rp_device_choice_counts(const struct rp_device_plan *plan, uint32_t choice)
{
    const struct rp_choice *c = &plan->modules->choice[choice];
    for (uint32_t k = 0; k < c->nmodules; k++)
        if (plan->wanted[c->module[k]])
            return true;
    return false;
}

// What the model chooses, where it makes a difference to this image.  Its words were held against the
// catalogue when the attack graph was made.
static void choose(struct rp_device_plan *plan)
{
    const struct rp_pairs *library = &plan->attack->model->device.library;
    for (uint32_t k = 0; k < library->n; k++) {
        uint32_t i = rp_modules_choice(plan->modules, library->pair[k].key.text);
        assert(i < plan->modules->nchoices);
        if (!rp_device_choice_counts(plan, i))
            continue;
        plan->chosen[i] = rp_choice_find(&plan->modules->choice[i], library->pair[k].value.text);
        assert(plan->chosen[i] < plan->modules->choice[i].nvalues);
    }
}

static int by_bytes(const void *a, const void *b)
{
    return rp_str_cmp(*(const struct rp_str *)a, *(const struct rp_str *)b);
}

// Line by line; the controls in the order of their names, so that moving lines of the model changes
// nothing.
static void make_hash(struct rp_arena *a, struct rp_device_plan *plan)
{
    const struct rp_device *device = &plan->attack->model->device;
    const struct rp_graph *g = plan->attack->graph;
    const struct rp_modules *m = plan->modules;
    struct rp_str *line = RP_NEWN(a, struct rp_str, (size_t)g->ncontrols + m->n + m->nchoices + 3);
    size_t n = 0;
    line[n++] = RP_STR("rempart plan 2");
    line[n++] = device->item.id;
    line[n++] = device->version;
    for (uint32_t i = 0; i < m->n; i++)
        if (plan->wanted[i])
            line[n++] = m->module[i].id;
    for (uint32_t i = 0; i < m->nchoices; i++)
        if (plan->chosen[i])
            line[n++] = rp_str_printf(a, "%.*s: %.*s", RP_FMT(m->choice[i].id),
                                      RP_FMT(m->choice[i].value[plan->chosen[i]].id));
    size_t fixed = n;
    for (uint32_t i = 0; i < g->ncontrols; i++)
        if (plan->in[i])
            line[n++] = g->control[i].name;
    qsort(line + fixed, n - fixed, sizeof(*line), by_bytes);
    struct rp_str *text = RP_NEWN(a, struct rp_str, 2 * n);
    for (size_t i = 0; i < n; i++) {
        text[2 * i] = line[i];
        text[2 * i + 1] = RP_STR("\n");
    }
    rp_hash_hex(text, 2 * n, plan->hash);
}

struct rp_device_plan rp_device_plan_make(struct rp_arena *a, const struct rp_attack *attack,
                                          const bool *in)
{
    const struct rp_modules *modules = attack->catalogue->modules;
    struct rp_device_plan plan = {.attack = attack, .in = in, .modules = modules};
    plan.wanted = RP_NEWN(a, bool, modules->n);
    plan.chosen = RP_NEWN(a, uint32_t, modules->nchoices);
    mark_named(&plan);
    mark_needed(&plan);
    choose(&plan);
    make_hash(a, &plan);
    return plan;
}

struct rp_device_cost rp_device_plan_cost(const struct rp_device_plan *plan)
{
    const struct rp_modules *m = plan->modules;
    struct rp_device_cost cost = {.library = m->base};
    for (uint32_t i = 0; i < m->n; i++) {
        const struct rp_module *module = &m->module[i];
        if (!plan->wanted[i])
            continue;
        rp_bytes_add(&module->size, plan->chosen, m->nchoices, &cost.library);
        cost.needs_provider = cost.needs_provider || module->psa.n || module->mbedtls.n;
        if (rp_bytes_add(&module->provider, plan->chosen, m->nchoices, &cost.provider))
            cost.provider_known = true;
    }
    return cost;
}

static void open_header(const struct rp_device_plan *plan, const char *guard, struct rp_buf *out)
{
    const struct rp_device *device = &plan->attack->model->device;
    rp_buf_printf(out,
                  "/* Made by rempart export --target device from the plan of %.*s %.*s.\n"
                  " * Plan %s. */\n"
                  "#ifndef %s\n#define %s\n\n",
                  RP_FMT(device->item.id), RP_FMT(device->version), plan->hash, guard, guard);
}

static void put_upper(struct rp_str word, struct rp_buf *out)
{
    for (size_t i = 0; i < word.n; i++)
        rp_buf_putc(out, (char)(toupper)((unsigned char)word.p[i])); // the function: no macro
}

// Which modules are in the image, and what is decided about them.
static void put_modules(const struct rp_device_plan *plan, struct rp_buf *out)
{
    const struct rp_modules *m = plan->modules;
    for (uint32_t i = 0; i < m->n; i++) {
        rp_buf_puts(out, "#define RPRT_WITH_");
        put_upper(m->module[i].id, out);
        rp_buf_printf(out, " %d\n", plan->wanted[i] ? 1 : 0);
    }
    for (uint32_t i = 0; i < m->nchoices; i++)
        if (plan->chosen[i])
            rp_buf_printf(out, "#define %.*s %.*s\n", RP_FMT(m->choice[i].define),
                          RP_FMT(m->choice[i].value[plan->chosen[i]].define));
}

void rp_device_plan_header(const struct rp_device_plan *plan, struct rp_buf *out)
{
    open_header(plan, "RPRT_GENERATED_CONFIG_H", out);
    put_modules(plan, out);
    rp_buf_puts(out,
                "\n// SHA-256 of the plan: the device reports it, so that what is deployed can be "
                "compared with\n// what was analysed.\n#define RPRT_PLAN_HASH \\\n    { \\\n");
    for (size_t i = 0; i < 32; i++)
        rp_buf_printf(out, "%s0x%.2s,%s", i % 8 ? " " : "        ", plan->hash + 2 * i,
                      i % 8 == 7 ? " \\\n" : "");
    rp_buf_puts(out, "    }\n\n#endif\n");
}

static struct rp_module_lines lines_of(const struct rp_module *module, bool psa)
{
    return psa ? module->psa : module->mbedtls;
}

static bool is_wanted(const struct rp_device_plan *plan, uint32_t module,
                      const struct rp_module_line *line)
{
    return plan->wanted[module] &&
           rp_when_holds(&line->when, plan->chosen, plan->modules->nchoices);
}

// Whether a module before this one wants the same line.
static bool is_put(const struct rp_device_plan *plan, uint32_t module, bool psa, struct rp_str text)
{
    for (uint32_t i = 0; i < module; i++) {
        struct rp_module_lines lines = lines_of(&plan->modules->module[i], psa);
        for (uint32_t k = 0; k < lines.n; k++)
            if (is_wanted(plan, i, &lines.line[k]) && rp_str_eq(lines.line[k].text, text))
                return true;
    }
    return false;
}

// One #define for each line that the wanted modules want, once each.
static void put_lines(const struct rp_device_plan *plan, bool psa, struct rp_buf *out)
{
    for (uint32_t i = 0; i < plan->modules->n; i++) {
        struct rp_module_lines lines = lines_of(&plan->modules->module[i], psa);
        for (uint32_t k = 0; k < lines.n; k++) {
            struct rp_str text = lines.line[k].text;
            if (is_wanted(plan, i, &lines.line[k]) && !is_put(plan, i, psa, text))
                rp_buf_printf(out, "#define %s%.*s\n", psa ? "PSA_WANT_" : "MBEDTLS_",
                              RP_FMT(text));
        }
    }
}

void rp_device_plan_psa(const struct rp_device_plan *plan, struct rp_buf *out)
{
    open_header(plan, "RPRT_PSA_CONFIG_H", out);
    put_lines(plan, true, out);
    rp_buf_puts(out, "\n#endif\n");
}

void rp_device_plan_mbedtls(const struct rp_device_plan *plan, struct rp_buf *out)
{
    open_header(plan, "RPRT_MBEDTLS_CONFIG_H", out);
    put_lines(plan, false, out);
    rp_buf_puts(out, "\n#include <mbedtls/config_psa.h>\n\n#include <mbedtls/check_config.h>\n"
                     "\n#endif\n");
}

// The techniques that the control, at those of its places that are in the plan, stops or hinders.
static void put_stops(const struct rp_device_plan *plan, const bool *own, struct rp_json *j)
{
    const struct rp_graph *g = plan->attack->graph;
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    struct rp_str *told = RP_NEWN(&scratch, struct rp_str, g->nsteps + 1);
    uint32_t n = 0;
    rp_json_open_flat(j, "stops", '[');
    for (uint32_t step = 0; step < g->nsteps; step++) {
        bool stops = false;
        for (uint32_t i = g->blockers.first[step]; i < g->blockers.first[step + 1]; i++)
            stops = stops || own[g->blockers.item[i]];
        struct rp_str id = g->origin.step_id[step];
        for (uint32_t i = 0; stops && i < n; i++)
            stops = !rp_str_eq(told[i], id);
        if (!stops || !id.n)
            continue;
        told[n++] = id;
        rp_json_str(j, NULL, id);
    }
    rp_json_close(j, ']');
    rp_arena_done(&scratch);
}

// own: by graph control.  c: NULL when no decision of the model stands behind it.
static void put_control(const struct rp_device_plan *plan, const bool *own,
                        const struct rp_control *c, struct rp_json *j)
{
    static const char *const state[RP_CONTROL_STATES] = {[RP_EXISTING] = "existing",
                                                         [RP_PLANNED] = "planned",
                                                         [RP_CANDIDATE] = "added",
                                                         [RP_REFUSED] = "added"};
    const struct rp_attack *attack = plan->attack;
    uint32_t first = 0;
    while (!own[first])
        first++;
    rp_json_open(j, NULL, '{');
    if (c)
        rp_json_str(j, "id", c->item.id);
    rp_json_str(j, "control", kind_of(attack, first)->id);
    rp_json_str(j, "state", c ? rp_str_of(state[c->state]) : RP_STR("added"));
    rp_json_str(j, "module", rp_device_module(attack, first));
    rp_json_str(j, "requirement", c ? c->requirement : RP_STR(""));
    rp_json_open_flat(j, "places", '[');
    for (uint32_t i = first; i < attack->graph->ncontrols; i++) {
        struct rp_ref place = attack->control_place[i];
        if (own[i])
            rp_json_str(j, NULL, rp_model_item(attack->model, place.class, place.i)->id);
    }
    rp_json_close(j, ']');
    rp_json_open_flat(j, "tests", '[');
    for (uint32_t k = 0; c && k < c->tests.n; k++)
        rp_json_str(j, NULL, c->tests.word[k].text);
    rp_json_close(j, ']');
    put_stops(plan, own, j);
    rp_json_close(j, '}');
}

// Controls of the model in its order, then those that the command line added, kind by kind.
static void put_controls(const struct rp_device_plan *plan, struct rp_json *j)
{
    const struct rp_attack *attack = plan->attack;
    const struct rp_model *m = attack->model;
    uint32_t n = attack->graph->ncontrols;
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    bool *own = RP_NEWN(&scratch, bool, n + 1);
    rp_json_open(j, "controls", '[');
    for (uint32_t decision = 1; decision < m->ncontrols; decision++) {
        bool any = false;
        for (uint32_t i = 0; i < n; i++) {
            own[i] = plan->in[i] && attack->control_decision[i] == decision;
            any = any || own[i];
        }
        if (any)
            put_control(plan, own, &m->control[decision], j);
    }
    for (uint32_t kind = 0; kind < attack->graph->nkinds; kind++) {
        bool any = false;
        for (uint32_t i = 0; i < n; i++) {
            own[i] = plan->in[i] && !attack->control_decision[i] &&
                     attack->graph->control[i].kind == kind;
            any = any || own[i];
        }
        if (any)
            put_control(plan, own, NULL, j);
    }
    rp_json_close(j, ']');
    rp_arena_done(&scratch);
}

void rp_device_plan_tests(const struct rp_device_plan *plan, struct rp_buf *out)
{
    const struct rp_model *m = plan->attack->model;
    struct rp_json j;
    rp_json_init(&j, out, false);
    rp_json_open(&j, NULL, '{');
    rp_json_int(&j, "schemaVersion", 2);
    rp_json_str(&j, "device", m->device.item.id);
    rp_json_str(&j, "version", m->device.version);
    rp_json_str(&j, "plan", rp_str_of(plan->hash));
    rp_json_open_flat(&j, "modules", '[');
    for (uint32_t i = 0; i < plan->modules->n; i++)
        if (plan->wanted[i])
            rp_json_str(&j, NULL, plan->modules->module[i].id);
    rp_json_close(&j, ']');
    put_controls(plan, &j);
    rp_json_close(&j, '}');
}
