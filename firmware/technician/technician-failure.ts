/**
 * Why a technician's command cannot be carried out, in words for whoever typed it: what is wrong, and what cures it.
 */
export class TechnicianFailure extends Error {}
