// SPDX-License-Identifier: Apache-2.0
/*
 * The simulated world of the pump: plunger, syringe, line, patient.
 *
 * This is the physics, not the device: the device sees it only through struct pump_sensors, and the
 * bench reads it as a weighing scale under the patient's end of the line would.  Integers only, so
 * that host and target agree to the nanolitre.
 */
#ifndef PUMP_PLANT_H
#define PUMP_PLANT_H

#include <stdbool.h>
#include <stdint.h>

enum {
    // One motor step: a 1 mm screw and 3,200 steps a turn move the plunger of a 50 ml syringe
    // (29.1 mm bore, 665 mm2) by 0.3125 um, that is 208 nl; rounded to 200.
    PUMP_STEP_NL = 200,
    // What the syringe and the line hold back for each kPa of pressure.
    PUMP_COMPLIANCE_NL_PER_KPA = 10000,
    PUMP_SYRINGE_NL = 50 * 1000 * 1000,
};

struct pump_plant {
    uint32_t left_nl;      // in the syringe
    uint32_t held_nl;      // pressed into the elastic line, not yet delivered
    uint64_t delivered_nl; // into the patient, air not counted
    uint64_t air_nl;       // air into the patient
    uint32_t bubble_nl;    // air on its way, put there by the bench
    uint32_t encoder;      // steps that the plunger really made, wraps
    bool occluded;         // set by the bench: nothing leaves the line
    bool stalled;          // set by the bench: the motor turns, the plunger does not
};

// What the device's sensors say after a tick.
struct pump_sensors {
    uint32_t encoder; // plunger position in steps, wraps; independent of the motor's count
    uint32_t kpa;     // pressure in the line
    bool air;         // a bubble passes the air sensor
    bool empty;       // the syringe's end switch
};

void pump_plant_init(struct pump_plant *plant);

// One tick of 10 ms in which the motor made that many steps.
void pump_plant_tick(struct pump_plant *plant, uint32_t steps, struct pump_sensors *ret_sensors);

#endif
