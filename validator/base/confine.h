/* confine: a process gives up what it needs no more, before it reads what somebody hostile may have written. */
#ifndef BASE_CONFINE_H
#define BASE_CONFINE_H

#include <stdbool.h>

/* From here on no thread of this process, nor any child, runs another program, opens a socket, uses a ring of io_uring, or
 * gains privileges: the calls fail with EPERM. Files are read and written and threads begun as before. There is no way
 * back. False, and nothing but privileges is given up, where the kernel or the processor knows no such filter. */
bool confine(void);

#endif
