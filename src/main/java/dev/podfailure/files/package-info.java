/** Kubernetes objects from files, folders and standard input, each with its place, so that a message can name it. */
@NullMarked
package dev.podfailure.files;

import org.jspecify.annotations.NullMarked;
