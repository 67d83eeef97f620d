// The first counterexample shows that a property noticed the change; a smaller one would only cost time.
import { configureGlobal } from 'fast-check';

configureGlobal({ endOnFailure: true });
