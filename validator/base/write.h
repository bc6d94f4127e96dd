/* write: bytes into a descriptor, all of them. */
#ifndef BASE_WRITE_H
#define BASE_WRITE_H

#include "base/str.h"

/* Writes everything, however often the system takes a part or a signal comes between; in one call where it can, so that
 * lines of two writers with O_APPEND don't mix. False, with errno as it is, when that fails. */
bool write_all(int fd, struct str bytes);

#endif
