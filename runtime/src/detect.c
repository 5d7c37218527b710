// SPDX-License-Identifier: Apache-2.0
/* Leaky buckets, one per kind of sign -> level of attack.
 *
 * A fill never exceeds twice the highest mark, so that even the longest flood is forgotten in a
 * time that the plan states.
 */
#include "rprt/detect.h"

#if RPRT_WITH_DETECT

static const struct rprt_detect_rule nothing;

static enum rprt_answer rule_is_sound(const struct rprt_detect_rule *rule)
{
    if (rule->mark[2] == 0)
        return rule->mark[0] == 0 && rule->mark[1] == 0 ? RPRT_YES : RPRT_NO;
    if (rule->mark[0] == 0 || rule->mark[0] > rule->mark[1] || rule->mark[1] > rule->mark[2])
        return RPRT_NO;
    return rule->leak != 0 && rule->add != 0 ? RPRT_YES : RPRT_NO;
}

enum rprt_status rprt_detect_init(struct rprt_detect *detect, const struct rprt_port *port,
                                  const struct rprt_detect_rule rule[RPRT_KINDS])
{
    detect->rule = NULL;
    detect->port = port;
    detect->reported = 0;
    for (uint32_t kind = 0; kind < RPRT_KINDS; kind++)
        detect->fill[kind] = 0;
    for (uint32_t kind = 0; kind < RPRT_KINDS; kind++) {
        if (rule_is_sound(&rule[kind]) != RPRT_YES)
            return RPRT_ERR_ARG;
    }
    detect->rule = rule;
    return RPRT_OK;
}

static const struct rprt_detect_rule *rule_of(const struct rprt_detect *detect, uint32_t kind)
{
    return detect->rule == NULL ? &nothing : &detect->rule[kind];
}

/*@ logic integer level(integer fill, integer first, integer second, integer third) =
      third == 0 ? 0 : fill >= third ? 3 : fill >= second ? 2 : fill >= first ? 1 : 0;
*/

// What a bucket holds after a sign: never above top, whatever it held.
/*@ assigns \nothing;
    ensures \result == (fill + add <= top ? fill + add : top);
*/
static uint32_t pour(uint32_t fill, uint32_t add, uint32_t top)
{
    uint32_t room = fill < top ? top - fill : 0;
    return add < room ? fill + add : top;
}

/*@ assigns \nothing;
    ensures \result == (fill > leak ? fill - leak : 0);
*/
static uint32_t drain(uint32_t fill, uint32_t leak)
{
    return fill > leak ? fill - leak : 0;
}

void rprt_detect_note(struct rprt_detect *detect, enum rprt_kind kind)
{
    uint32_t i = (uint32_t)kind < RPRT_KINDS ? (uint32_t)kind : (uint32_t)RPRT_KIND_OWN;
    const struct rprt_detect_rule *rule = rule_of(detect, i);
    detect->fill[i] = pour(detect->fill[i], rule->add, 2u * rule->mark[2]);
}

/*@ requires \valid_read(rule);
    assigns \nothing;
    ensures \result == level(fill, rule->mark[0], rule->mark[1], rule->mark[2]);
    ensures \result <= 3;
*/
static uint32_t level_of(const struct rprt_detect_rule *rule, uint32_t fill)
{
    if (rule->mark[2] == 0)
        return 0;
    uint32_t level = 0;
    /*@ loop invariant 0 <= i <= 3;
        loop invariant i == 0 ==> level == 0;
        loop invariant i == 1 ==> level == (fill >= rule->mark[0] ? 1 : 0);
        loop invariant i == 2 ==> level == (fill >= rule->mark[1] ? 2 : fill >= rule->mark[0] ? 1 : 0);
        loop invariant i == 3 ==>
          level == level(fill, rule->mark[0], rule->mark[1], rule->mark[2]);
        loop assigns i, level;
        loop variant 3 - i;
    */
    for (uint32_t i = 0; i < 3; i++) {
        if (fill >= rule->mark[i])
            level = i + 1;
    }
    return level;
}

uint32_t rprt_detect_level(const struct rprt_detect *detect, enum rprt_kind *ret_kind)
{
    uint32_t highest = 0;
    *ret_kind = RPRT_KIND_BAD_FRAME;
    for (uint32_t kind = 0; kind < RPRT_KINDS; kind++) {
        uint32_t level = level_of(rule_of(detect, kind), detect->fill[kind]);
        if (level > highest) {
            highest = level;
            *ret_kind = (enum rprt_kind)kind;
        }
    }
    return highest;
}

void rprt_detect_tick(struct rprt_detect *detect)
{
    // Reported before the leak, so that no level reached between two ticks is lost.
    enum rprt_kind kind;
    uint32_t level = rprt_detect_level(detect, &kind);
    if (level != detect->reported) {
        const uint32_t data[4] = {(uint32_t)kind, level, detect->reported, 0};
        detect->reported = level;
        rprt_report(detect->port, RPRT_EVENT_ATTACK, data);
    }
    for (uint32_t i = 0; i < RPRT_KINDS; i++)
        detect->fill[i] = drain(detect->fill[i], rule_of(detect, i)->leak);
}

#endif
