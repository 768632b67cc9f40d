package io.onemcp.adapters.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Why a file could not be read or written, in the words that people know. */
final class Reasons {
  private Reasons() {}

  /** Returns the reason alone: whoever asks names the file. */
  static String of(IOException e) {
    String words =
        switch (e) {
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException system -> system.getReason();
          default -> e.getMessage();
        };
    return words == null || words.isBlank() ? e.getClass().getSimpleName() : words;
  }
}
