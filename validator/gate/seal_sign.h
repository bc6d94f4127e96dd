/* seal_sign: signatures of manifests, made and checked by a command of the user's. The command is split at blanks, with
 * '...' and "..." around what belongs together, and run without a shell: nothing in it is expanded. What it writes to
 * standard error is seen by the user. It is killed, with its children, when it takes too long. */
#ifndef GATE_SEAL_SIGN_H
#define GATE_SEAL_SIGN_H

#include "base/arena.h"

/* A command that checks has this word in it, which is replaced by the name of a file with the signature. */
#define SEAL_SIGNATURE_WORD "{signature}"

/* Runs the command with body on standard input; what it writes to standard output is the signature, in the arena. False
 * with the reason, in the arena: not found, failed, took longer than timeout_ms, wrote nothing or too much. */
bool seal_sign(struct arena *a, struct str command, struct str body, unsigned timeout_ms, struct str *signature,
               struct str *error);

/* Runs the command with body on standard input and the signature in a file; true when it ends with status 0.
 * False with the reason, in the arena. */
bool seal_check_signature(struct arena *a, struct str command, struct str body, struct str signature,
                          unsigned timeout_ms, struct str *error);

/* Runs a command with nothing on standard input; *status is the one that it ended with. False with the reason, in the arena:
 * not found, a signal, longer than timeout_ms. */
bool command_status(struct arena *a, struct str command, unsigned timeout_ms, int *status, struct str *error);

#endif
