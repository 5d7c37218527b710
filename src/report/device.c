// SPDX-License-Identifier: Apache-2.0
/*
 * Decided controls -> what the build of the device's software needs.
 */
#include "report/device.h"

#include "base/hash.h"
#include "base/json.h"

#include <ctype.h>

static bool is_decided(const struct rp_control *c)
{
    return c->state == RP_EXISTING || c->state == RP_PLANNED;
}

static const struct rp_control_kind *kind_of(const struct rp_device_plan *plan, uint32_t control)
{
    const struct rp_catalogue *c = plan->attack->catalogue;
    struct rp_str id = plan->attack->model->control[control].item.kind.text;
    return &c->control[rp_catalogue_control(c, id)];
}

static uint32_t find_module(const struct rp_device_plan *plan, struct rp_str name)
{
    uint32_t i = 0;
    while (i < plan->nmodules && !rp_str_eq(plan->module[i], name))
        i++;
    return i;
}

// The modules that decided controls name; false (reported) when one is not known.
static bool mark_named(struct rp_device_plan *plan, struct rp_diags *d)
{
    const struct rp_model *m = plan->attack->model;
    bool ok = true;
    for (uint32_t i = 1; i < m->ncontrols; i++) {
        const struct rp_control_kind *kind = kind_of(plan, i);
        if (!is_decided(&m->control[i]) || kind->module.n == 0)
            continue;
        uint32_t module = find_module(plan, kind->module);
        if (module < plan->nmodules) {
            plan->wanted[module] = true;
            continue;
        }
        rp_report(d, RP_MSG_MODULE_UNKNOWN, kind->at, "%.*s", RP_FMT(kind->module));
        ok = false;
    }
    return ok;
}

// What wanted modules need is wanted too; the list names needs before their users.
static void mark_needed(struct rp_device_plan *plan, const struct rp_node *list)
{
    uint32_t i = 0;
    for (const struct rp_node *n = list->first; n; n = n->next, i++) {
        const struct rp_node *needs = rp_node_get(n, "needs");
        if (!plan->wanted[i] || !needs)
            continue;
        for (const struct rp_node *need = needs->first; need; need = need->next) {
            uint32_t module = find_module(plan, need->text);
            if (module < i)
                plan->wanted[module] = true;
        }
    }
}

static void make_hash(struct rp_arena *a, struct rp_device_plan *plan)
{
    const struct rp_model *m = plan->attack->model;
    struct rp_str *text = RP_NEWN(a, struct rp_str, 2 * (size_t)m->ncontrols + 2);
    size_t n = 0;
    text[n++] = rp_str_of(m->hash);
    text[n++] = rp_str_of(plan->attack->catalogue->hash);
    for (uint32_t i = 1; i < m->ncontrols; i++) {
        if (!is_decided(&m->control[i]))
            continue;
        text[n++] = m->control[i].item.id;
        text[n++] = m->control[i].item.kind.text;
    }
    rp_hash_hex(text, n, plan->hash);
}

enum rp_status rp_device_plan_make(struct rp_arena *a, const struct rp_attack *attack,
                                   struct rp_diags *d, struct rp_device_plan *ret_plan)
{
    struct rp_device_plan plan = {.attack = attack};
    const struct rp_source *src = rp_source_new(a, RP_STR("catalogue/modules.yaml"),
                                                rp_catalogue_file(RP_STR("modules.yaml")));
    const struct rp_node *list = rp_yaml_read(a, src, d);
    if (!list || d->errors)
        return RP_ERR_INPUT;
    plan.module = RP_NEWN(a, struct rp_str, list->n + 1);
    plan.wanted = RP_NEWN(a, bool, list->n + 1);
    for (const struct rp_node *n = list->first; n; n = n->next) {
        const struct rp_node *name = rp_node_get(n, "module");
        if (name)
            plan.module[plan.nmodules++] = name->text;
    }
    if (!mark_named(&plan, d))
        return RP_ERR_INPUT;
    mark_needed(&plan, list);
    make_hash(a, &plan);
    *ret_plan = plan;
    return RP_OK;
}

void rp_device_plan_header(const struct rp_device_plan *plan, struct rp_buf *out)
{
    const struct rp_device *device = &plan->attack->model->device;
    rp_buf_printf(out,
                  "/* Made by rempart export --target device from the plan of %.*s %.*s.\n"
                  " * Plan %s. */\n"
                  "#ifndef RPRT_GENERATED_CONFIG_H\n#define RPRT_GENERATED_CONFIG_H\n\n",
                  RP_FMT(device->item.id), RP_FMT(device->version), plan->hash);
    for (uint32_t i = 0; i < plan->nmodules; i++) {
        rp_buf_puts(out, "#define RPRT_WITH_");
        for (size_t k = 0; k < plan->module[i].n; k++)
            rp_buf_putc(out, (char)toupper((unsigned char)plan->module[i].p[k]));
        rp_buf_printf(out, " %d\n", plan->wanted[i] ? 1 : 0);
    }
    rp_buf_puts(out,
                "\n// SHA-256 of the plan: the device reports it, so that what is deployed can be "
                "compared with\n// what was analysed.\n#define RPRT_PLAN_HASH \\\n    { \\\n");
    for (unsigned i = 0; i < 32; i++)
        rp_buf_printf(out, "%s0x%.2s,%s", i % 8 ? " " : "        ", plan->hash + 2 * i,
                      i % 8 == 7 ? " \\\n" : "");
    rp_buf_puts(out, "    }\n\n#endif\n");
}

static void put_control(const struct rp_device_plan *plan, uint32_t i, struct rp_json *j)
{
    const struct rp_model *m = plan->attack->model;
    const struct rp_control *c = &m->control[i];
    rp_json_open(j, NULL, '{');
    rp_json_str(j, "id", c->item.id);
    rp_json_str(j, "control", c->item.kind.text);
    rp_json_str(j, "state", c->state == RP_EXISTING ? RP_STR("existing") : RP_STR("planned"));
    rp_json_str(j, "module", kind_of(plan, i)->module);
    rp_json_str(j, "requirement", c->requirement);
    rp_json_open_flat(j, "places", '[');
    for (uint32_t k = 0; k < c->at.n; k++)
        rp_json_str(j, NULL, rp_model_item(m, c->at.ref[k].class, c->at.ref[k].i)->id);
    rp_json_close(j, ']');
    rp_json_open_flat(j, "tests", '[');
    for (uint32_t k = 0; k < c->tests.n; k++)
        rp_json_str(j, NULL, c->tests.word[k].text);
    rp_json_close(j, ']');
    rp_json_close(j, '}');
}

void rp_device_plan_tests(const struct rp_device_plan *plan, struct rp_buf *out)
{
    const struct rp_model *m = plan->attack->model;
    struct rp_json j;
    rp_json_init(&j, out, false);
    rp_json_open(&j, NULL, '{');
    rp_json_int(&j, "schemaVersion", 1);
    rp_json_str(&j, "device", m->device.item.id);
    rp_json_str(&j, "version", m->device.version);
    rp_json_str(&j, "plan", rp_str_of(plan->hash));
    rp_json_open_flat(&j, "modules", '[');
    for (uint32_t i = 0; i < plan->nmodules; i++)
        if (plan->wanted[i])
            rp_json_str(&j, NULL, plan->module[i]);
    rp_json_close(&j, ']');
    rp_json_open(&j, "controls", '[');
    for (uint32_t i = 1; i < m->ncontrols; i++)
        if (is_decided(&m->control[i]))
            put_control(plan, i, &j);
    rp_json_close(&j, ']');
    rp_json_close(&j, '}');
}
