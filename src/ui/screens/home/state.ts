export interface HomeState {
  readonly kind: 'home';
  readonly focus: number;
}

declare module '../../behaviour/view-kinds.ts' {
  interface Views {
    readonly home: { readonly state: HomeState; readonly opening: NoOpening };
  }
}
