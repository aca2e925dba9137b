import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

/** A view that is loaded when it is first shown; until then, and where it cannot be had, words say so. */
export function lazily(load: () => Promise<{ readonly default: ComponentType }>): ComponentType {
  return () => {
    const loaded = useSignal<{ readonly View: ComponentType } | null>(null);
    const words = useSignal('Loading…');
    useEffect(() => {
      load().then(
        (module) => {
          loaded.value = { View: module.default };
        },
        () => {
          words.value = 'This part of the page could not be loaded: the server is out of reach.';
        },
      );
    }, [loaded, words]);
    if (loaded.value === null) return <p role="status">{words.value}</p>;
    const { View } = loaded.value;
    return <View />;
  };
}
