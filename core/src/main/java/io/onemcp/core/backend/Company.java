package io.onemcp.core.backend;

/** The replicas beside which one serves, as far as it has to know of them. Never blocks. */
interface Company {
  /** Nobody is there beside it. */
  Company NONE =
      new Company() {
        @Override
        public boolean isPresent() {
          return false;
        }

        @Override
        public boolean canTakeOver() {
          return false;
        }

        @Override
        public void turned() {}
      };

  /** Returns whether it is one of a group at all. */
  boolean isPresent();

  /** Returns whether another one would take a request now. */
  boolean canTakeOver();

  /** It stands elsewhere than before. */
  void turned();
}
