// Hands the screen's model to the components.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Screen } from "./screen";

export const ScreenContext = createContext<Screen | undefined>(undefined);

export function useScreen(): Screen {
  const screen = useContext(ScreenContext);
  if (!screen) throw new Error("no ScreenContext");
  return screen;
}
