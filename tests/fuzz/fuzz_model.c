// SPDX-License-Identifier: Apache-2.0
/*
 * Any bytes as a device model: no crash; a model without a message has only references that lead
 * somewhere.
 */
#include "model/reader.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
    if (!ok)
        abort();
}

static void check_ref(const struct rp_model *m, const struct rp_ref *ref)
{
    require(ref->class != RP_CLASS_NONE);
    require(ref->i > 0 && ref->i < rp_class_count(m, ref->class));
    require(ref->at.src != NULL);
}

static void check_refs(const struct rp_model *m, const struct rp_refs *refs)
{
    for (uint32_t i = 0; i < refs->n; i++)
        check_ref(m, &refs->ref[i]);
}

static void check_model(const struct rp_model *m)
{
    for (uint32_t i = 1; i < m->nzones; i++)
        check_refs(m, &m->zone[i].touches);
    for (uint32_t i = 1; i < m->ncomponents; i++) {
        const struct rp_component *c = &m->component[i];
        check_ref(m, &c->zone);
        check_refs(m, &c->holds);
        require(c->interface_first + c->ninterfaces <= m->ninterfaces);
    }
    for (uint32_t i = 1; i < m->nflows; i++) {
        check_ref(m, &m->flow[i].from);
        check_ref(m, &m->flow[i].to);
        check_refs(m, &m->flow[i].over);
    }
    for (uint32_t i = 1; i < m->nharms; i++)
        require(m->harm[i].severity >= 1 && m->harm[i].severity <= 5 && m->harm[i].ncauses);
    for (uint32_t i = 1; i < m->ncontrols; i++)
        check_refs(m, &m->control[i].at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rp_arena a;
    struct rp_diags d;
    rp_arena_init(&a);
    rp_diags_init(&d, &a);
    struct rp_str text = {(const char *)data, size};
    const struct rp_source *src = rp_source_new(&a, RP_STR("fuzz.yaml"), text);
    const struct rp_model *m = rp_model_of_source(&a, src, 20000, true, &d);
    require(m || d.errors);
    if (!d.errors)
        check_model(m);
    rp_arena_done(&a);
    return 0;
}
