// SPDX-License-Identifier: Apache-2.0
/*
 * The simulated world of the pump: plunger, syringe, line, patient.
 */
#include "pump/plant.h"

void pump_plant_init(struct pump_plant *plant)
{
    *plant = (struct pump_plant){.left_nl = PUMP_SYRINGE_NL};
}

// First-order outflow: an eighth of what the line holds leaves it in each tick, time constant 80 ms.
static uint32_t outflow(const struct pump_plant *plant)
{
    if (plant->occluded)
        return 0;
    return plant->held_nl < 8 ? plant->held_nl : plant->held_nl / 8;
}

void pump_plant_tick(struct pump_plant *plant, uint32_t steps, struct pump_sensors *ret_sensors)
{
    uint32_t moved = plant->stalled ? 0 : steps;
    if (moved > plant->left_nl / PUMP_STEP_NL)
        moved = plant->left_nl / PUMP_STEP_NL;
    plant->encoder += moved;
    plant->left_nl -= moved * PUMP_STEP_NL;
    plant->held_nl += moved * PUMP_STEP_NL;

    uint32_t out = outflow(plant);
    plant->held_nl -= out;
    uint32_t air = out < plant->bubble_nl ? out : plant->bubble_nl;
    bool passing = plant->bubble_nl > 0;
    plant->bubble_nl -= air;
    plant->air_nl += air;
    plant->delivered_nl += out - air;

    *ret_sensors = (struct pump_sensors){
        .encoder = plant->encoder,
        .kpa = plant->held_nl / PUMP_COMPLIANCE_NL_PER_KPA,
        .air = passing,
        .empty = plant->left_nl < PUMP_STEP_NL,
    };
}
