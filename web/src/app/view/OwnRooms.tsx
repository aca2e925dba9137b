import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ownRooms } from '../../rooms/known.ts';
import { askToForget, enterOwn } from '../ruling.ts';
import * as state from '../state.ts';
import { BackupButton } from './BackupButton.tsx';

type OwnRoom = Awaited<ReturnType<typeof ownRooms>>[number];

/** The rooms that belong to somebody and that this browser can enter, and how not to lose them. */
export default function OwnRooms() {
  const rooms = useSignal<readonly OwnRoom[]>([]);
  const load = (): void => {
    ownRooms().then(
      (found) => {
        rooms.value = found;
      },
      // Where nothing can be read, there is nothing to offer.
      () => {},
    );
  };
  useEffect(load, [state.ownRoomsChanged.value]);
  if (rooms.value.length === 0) {
    return (
      <p class="other-way">
        Rooms of yours in another browser? A backup brings them here.
        <BackupButton what="restore" />
      </p>
    );
  }
  return (
    <section class="own-rooms" aria-labelledby="own-rooms-title">
      <h3 id="own-rooms-title">Your rooms</h3>
      <ul>
        {rooms.value.map((room) => (
          <li key={room.id}>
            <bdi>{room.name}</bdi>
            <button
              type="button"
              class="button"
              aria-label={`Enter ${room.name}`}
              onClick={() => enterOwn(room.id)}
            >
              Enter
            </button>
            <button
              type="button"
              class="button"
              aria-label={`Forget ${room.name}`}
              onClick={() => askToForget(room)}
            >
              Forget
            </button>
          </li>
        ))}
      </ul>
      <p class="other-way">
        Their keys are in this browser alone.
        <span class="backup-buttons">
          <BackupButton what="make" />
          <BackupButton what="restore" />
        </span>
      </p>
    </section>
  );
}
