// SPDX-License-Identifier: Apache-2.0
/*
 * Checks of MAL: times to compromise; and the level of feasibility that a time stands for.
 */
#include "mal/check.h"

#include <math.h>

enum rule { ANY_NUMBER, PROBABILITY, POSITIVE };

struct distribution {
    struct rp_str name;
    uint32_t nargs;
    enum rule rule[2];
    unsigned level; // of rp_mal_step_level when it stands alone; 5: by its mean
    double mean;    // of those without parameters
};

enum { BY_MEAN = 5 };

static const struct distribution distributions[] = {
    {{"Bernoulli", 9}, 1, {PROBABILITY}, BY_MEAN, 0},
    {{"Binomial", 8}, 2, {POSITIVE, PROBABILITY}, BY_MEAN, 0},
    {{"Exponential", 11}, 1, {POSITIVE}, BY_MEAN, 0},
    {{"Gamma", 5}, 2, {POSITIVE, POSITIVE}, BY_MEAN, 0},
    {{"LogNormal", 9}, 2, {ANY_NUMBER, POSITIVE}, BY_MEAN, 0},
    {{"Pareto", 6}, 2, {POSITIVE, POSITIVE}, BY_MEAN, 0},
    {{"TruncatedNormal", 15}, 2, {ANY_NUMBER, POSITIVE}, BY_MEAN, 0},
    {{"Uniform", 7}, 2, {ANY_NUMBER, ANY_NUMBER}, BY_MEAN, 0},
    {{"EasyAndCertain", 14}, 0, {ANY_NUMBER}, 3, 1},
    {{"EasyAndUncertain", 16}, 0, {ANY_NUMBER}, 3, 0.5},
    {{"HardAndCertain", 14}, 0, {ANY_NUMBER}, 2, 10},
    {{"HardAndUncertain", 16}, 0, {ANY_NUMBER}, 2, 5},
    {{"VeryHardAndCertain", 18}, 0, {ANY_NUMBER}, 1, 100},
    {{"VeryHardAndUncertain", 20}, 0, {ANY_NUMBER}, 1, 50},
    {{"Zero", 4}, 0, {ANY_NUMBER}, 4, 0},
    {{"Infinity", 8}, 0, {ANY_NUMBER}, 0, INFINITY},
    {{"Enabled", 7}, 0, {ANY_NUMBER}, 4, 1},
    {{"Disabled", 8}, 0, {ANY_NUMBER}, 4, 0},
};
enum { NDISTRIBUTIONS = sizeof(distributions) / sizeof(distributions[0]) };

static const struct distribution *find(struct rp_str name)
{
    for (size_t i = 0; i < NDISTRIBUTIONS; i++)
        if (rp_str_eq(distributions[i].name, name))
            return &distributions[i];
    return NULL;
}

static bool is_named(const struct rp_mal_ttc *t, const char *name)
{
    return t->op == RP_MAL_TTC_FUNCTION && rp_str_eq(t->name, rp_str_of(name));
}

static bool in_range(const struct rp_mal_ttc *t, const struct distribution *known)
{
    for (uint32_t i = 0; i < t->nargs; i++) {
        double x = t->number[i];
        if (!isfinite(x) || (known->rule[i] == PROBABILITY && (x < 0 || x > 1)) ||
            (known->rule[i] == POSITIVE && x <= 0))
            return false;
    }
    return !is_named(t, "Uniform") || t->number[0] <= t->number[1];
}

// Name, number of parameters and their ranges (malcompiler's; a probability below 0 too is refused).
static void check_function(struct rp_mal_build *b, const struct rp_mal_ttc *t)
{
    const struct distribution *known = find(t->name);
    if (!known) {
        struct rp_diag *diag =
            rp_report(b->d, RP_MSG_MAL_TTC_UNKNOWN, t->at, "%.*s", RP_FMT(t->name));
        struct rp_str name[NDISTRIBUTIONS];
        for (size_t i = 0; i < NDISTRIBUTIONS; i++)
            name[i] = distributions[i].name;
        size_t best = rp_str_nearest(t->name, name, NDISTRIBUTIONS);
        if (best < NDISTRIBUTIONS)
            rp_report_meant(diag, distributions[best].name, (struct rp_loc){0});
    } else if (t->nargs != known->nargs) {
        rp_report(b->d, RP_MSG_MAL_TTC_COUNT, t->at, "%.*s", RP_FMT(t->name));
    } else if (!in_range(t, known)) {
        rp_report(b->d, RP_MSG_MAL_TTC_RANGE, t->at, "%.*s", RP_FMT(t->name));
    }
}

static bool is_operation(const struct rp_mal_ttc *t)
{
    return t->op != RP_MAL_TTC_FUNCTION && t->op != RP_MAL_TTC_NUMBER;
}

// operand: directly under -, / or ^.  Recursion is bounded by the parser's limit of nesting.
static void check_attack_time(struct rp_mal_build *b, const struct rp_mal_ttc *t, bool operand)
{
    if (is_operation(t)) {
        bool strict = t->op != RP_MAL_TTC_ADD && t->op != RP_MAL_TTC_MUL;
        check_attack_time(b, t->left, strict);
        check_attack_time(b, t->right, strict);
        return;
    }
    if (t->op == RP_MAL_TTC_NUMBER) {
        if (!isfinite(t->number[0]))
            rp_report(b->d, RP_MSG_MAL_TTC_RANGE, t->at, "%s", "");
        return;
    }
    if (is_named(t, "Enabled") || is_named(t, "Disabled")) {
        rp_report(b->d, RP_MSG_MAL_TTC_ATTACK, t->at, "%.*s", RP_FMT(t->name));
        return;
    }
    if (operand && (is_named(t, "Bernoulli") || is_named(t, "EasyAndUncertain")))
        rp_report(b->d, RP_MSG_MAL_TTC_OPERAND, t->at, "%.*s", RP_FMT(t->name));
    check_function(b, t);
}

void rp_mal_check_ttc(struct rp_mal_build *b, const struct rp_mal_syn_step *step)
{
    const struct rp_mal_ttc *t = step->ttc;
    if (!t)
        return;
    switch (step->type) {
    case RP_MAL_OR:
    case RP_MAL_AND:
        check_attack_time(b, t, false);
        return;
    case RP_MAL_DEFENSE:
        if (!is_named(t, "Enabled") && !is_named(t, "Disabled") && !is_named(t, "Bernoulli"))
            rp_report(b->d, RP_MSG_MAL_TTC_DEFENSE, step->ttc_at, "%.*s", RP_FMT(step->name.text));
        else
            check_function(b, t);
        return;
    case RP_MAL_EXIST:
    case RP_MAL_NOT_EXIST:
        rp_report(b->d, RP_MSG_MAL_TTC_CONDITION, step->ttc_at, "%.*s", RP_FMT(step->name.text));
        return;
    }
}

// Largest finite mean: a distribution without a mean is very hard, not impossible.
static const double NO_MEAN = 1e300;

static double function_mean(const struct rp_mal_ttc *t)
{
    double x = t->number[0], y = t->number[1];
    const struct distribution *known = find(t->name);
    if (!known || known->nargs == 0)
        return known ? known->mean : 0;
    if (is_named(t, "Exponential"))
        return 1 / x;
    if (is_named(t, "Binomial") || is_named(t, "Gamma"))
        return x * y;
    if (is_named(t, "LogNormal"))
        return fmin(exp(x + y * y / 2), NO_MEAN);
    if (is_named(t, "Pareto"))
        return y > 1 ? x * y / (y - 1) : NO_MEAN;
    if (is_named(t, "Uniform"))
        return (x + y) / 2;
    return x; // Bernoulli, TruncatedNormal
}

// Mean in days, operands taken as independent and by their means alone.
static double mean(const struct rp_mal_ttc *t)
{
    switch (t->op) {
    case RP_MAL_TTC_FUNCTION:
        return function_mean(t);
    case RP_MAL_TTC_NUMBER:
        return t->number[0];
    case RP_MAL_TTC_ADD:
        return mean(t->left) + mean(t->right);
    case RP_MAL_TTC_SUB:
        return fmax(mean(t->left) - mean(t->right), 0);
    case RP_MAL_TTC_MUL:
        return mean(t->left) * mean(t->right);
    case RP_MAL_TTC_DIV:
        return mean(t->left) / mean(t->right);
    case RP_MAL_TTC_POW:
        return pow(mean(t->left), mean(t->right));
    }
    return 0;
}

// "Infinity", or a factor that is one, or a probability of 0: the step is never possible.
static bool is_never(const struct rp_mal_ttc *t)
{
    switch (t->op) {
    case RP_MAL_TTC_FUNCTION:
        return is_named(t, "Infinity") || (is_named(t, "Bernoulli") && t->number[0] <= 0);
    case RP_MAL_TTC_ADD:
    case RP_MAL_TTC_MUL:
        return is_never(t->left) || is_never(t->right);
    case RP_MAL_TTC_NUMBER:
    case RP_MAL_TTC_SUB:
    case RP_MAL_TTC_DIV:
    case RP_MAL_TTC_POW:
        return false;
    }
    return false;
}

unsigned rp_mal_step_level(const struct rp_mal_step *s)
{
    const struct rp_mal_ttc *t = s->ttc;
    if (!t || (s->type != RP_MAL_OR && s->type != RP_MAL_AND))
        return 4;
    if (is_never(t))
        return 0;
    const struct distribution *known = t->op == RP_MAL_TTC_FUNCTION ? find(t->name) : NULL;
    if (known && known->level != BY_MEAN)
        return known->level;
    double days = mean(t);
    if (days < 1)
        return 4;
    if (days < 10)
        return 3;
    return days < 100 ? 2 : 1;
}
